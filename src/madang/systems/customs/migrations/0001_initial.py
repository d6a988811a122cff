"""The beginning of customs; each room brings its tables in migrations of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = []
