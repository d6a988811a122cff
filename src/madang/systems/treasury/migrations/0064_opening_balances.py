import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0002_blob_secret'),
        ("treasury", "0063_assets_and_loans"),
    ]

    operations = [
        migrations.CreateModel(
            name='OpeningBalance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('on', models.DateField()),
                ('name', models.CharField(max_length=200)),
                ('rows', models.JSONField()),
                ('prepared_at', models.DateTimeField()),
                ('prepared_by', models.CharField(max_length=100)),
                ('booked_at', models.DateTimeField(null=True)),
                ('booked_by', models.CharField(blank=True, max_length=100)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=100)),
            ],
        ),
        migrations.AddField(
            model_name='openingbalance',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='storage.blob'),
        ),
        migrations.AddConstraint(
            model_name='openingbalance',
            constraint=models.UniqueConstraint(models.Value(1), condition=models.Q(('booked_at__isnull', False)), name='treasury_adopted_once'),
        ),
        migrations.AddConstraint(
            model_name='openingbalance',
            constraint=models.CheckConstraint(condition=models.Q(('booked_by', models.F('prepared_by')), _negated=True), name='treasury_two_open_the_books'),
        ),
        migrations.AddConstraint(
            model_name='openingbalance',
            constraint=models.CheckConstraint(condition=models.Q(('booked_at', None), ('withdrawn_at', None), _connector='OR'), name='treasury_opening_has_one_end'),
        ),
    ]
