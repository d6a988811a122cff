"""The checks of a statement go by the indexes also where the statistics are of a table that was nearly empty (many rows written
and rolled back): the planner kept such a table in memory and read all of it for each entry."""

from django.db import migrations

RULES = """
ALTER FUNCTION money_check_lines() SET enable_material = off;
ALTER FUNCTION money_check_entries() SET enable_material = off;
"""
UNDO = """
ALTER FUNCTION money_check_entries() RESET enable_material;
ALTER FUNCTION money_check_lines() RESET enable_material;
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0033_rules_asked_once")]
    operations = [migrations.RunSQL(RULES, UNDO)]
