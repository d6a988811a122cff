"""What a budget expects to come in: changed while it is not decided, by parliament with a motion, never below nothing."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

RULES = """
CREATE FUNCTION treasury_estimate_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
BEGIN
    -- Alone on its budget, so that two changes see each other.
    SELECT state INTO stands FROM treasury_budget WHERE id = NEW.budget_id FOR NO KEY UPDATE;
    IF stands NOT IN ('requests', 'review', 'proposed') OR (stands = 'proposed') <> (NEW.authority <> '') THEN
        RAISE EXCEPTION 'a budget in state % takes no such estimate', stands USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.minor + COALESCE((SELECT sum(minor) FROM treasury_revenueestimate
            WHERE budget_id = NEW.budget_id AND code = NEW.code), 0) < 0 THEN
        RAISE EXCEPTION 'revenue is not expected below nothing' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_estimate_fits BEFORE INSERT ON treasury_revenueestimate
    FOR EACH ROW EXECUTE FUNCTION treasury_estimate_fits();
CREATE TRIGGER treasury_estimate_appended BEFORE UPDATE OR DELETE ON treasury_revenueestimate
    FOR EACH ROW EXECUTE FUNCTION treasury_refuse_change();
"""
UNDO = """
DROP TRIGGER treasury_estimate_appended ON treasury_revenueestimate;
DROP TRIGGER treasury_estimate_fits ON treasury_revenueestimate;
DROP FUNCTION treasury_estimate_fits();
"""


class Migration(migrations.Migration):
    dependencies = [("treasury", "0061_authorisations")]
    operations = [
        migrations.CreateModel(
            name="RevenueEstimate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16)),
                ("minor", models.BigIntegerField()),
                ("basis", models.CharField(max_length=300)),
                ("authority", models.CharField(max_length=200, blank=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revenue", to="treasury.budget"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~Q(minor=0), name="treasury_expects_something"),
                    models.CheckConstraint(condition=~Q(basis=""), name="treasury_estimated_somehow"),
                ]
            },
        ),
        migrations.RunSQL(RULES, UNDO),
    ]
