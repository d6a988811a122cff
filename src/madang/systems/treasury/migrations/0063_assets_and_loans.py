import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("treasury", "0062_revenue_budget"),
    ]

    operations = [
        migrations.CreateModel(
            name='LoanAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('lender', models.CharField(max_length=140)),
                ('purpose', models.CharField(max_length=140)),
                ('fund', models.CharField(blank=True, max_length=32)),
                ('currency', models.CharField(max_length=3)),
                ('minor', models.BigIntegerField()),
                ('drawn', models.BigIntegerField(default=0)),
                ('rate', models.DecimalField(decimal_places=6, max_digits=9)),
                ('day_count', models.CharField(choices=[('actual/actual', 'actual/actual'), ('actual/365', 'actual/365'), ('actual/360', 'actual/360'), ('30/360', '30/360')], max_length=16)),
                ('every', models.PositiveSmallIntegerField()),
                ('times', models.PositiveSmallIntegerField()),
                ('bullet', models.BooleanField()),
                ('signed_on', models.DateField()),
                ('available_until', models.DateField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='asset',
            name='treasury_asset_not_worn_beyond_its_cost',
        ),
        migrations.AddField(
            model_name='asset',
            name='depreciated_before',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='asset',
            name='impaired',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='asset',
            name='months_before',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='asset',
            name='own_fund',
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name='debt',
            name='kind',
            field=models.CharField(choices=[('bond', 'bond'), ('loan', 'loan')], default='bond', max_length=8),
        ),
        migrations.AlterField(
            model_name='asset',
            name='obligation',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asset', to='treasury.obligation'),
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(('depreciated__gte', 0), ('impaired__gte', 0), ('minor__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('depreciated'), '+', models.F('impaired')), '+', models.F('residual')))), name='treasury_asset_not_worn_beyond_its_cost'),
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(('months_before__lte', models.F('months')), ('depreciated_before__gte', 0), ('depreciated_before__lte', models.F('depreciated'))), name='treasury_asset_revised_within_its_life'),
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(('obligation', None), ('own_fund', ''), _connector='OR'), name='treasury_asset_has_one_fund'),
        ),
        migrations.AddConstraint(
            model_name='loanagreement',
            constraint=models.CheckConstraint(condition=models.Q(('drawn__gte', 0), ('minor__gt', 0), ('minor__gte', models.F('drawn'))), name='treasury_loan_not_overdrawn'),
        ),
        migrations.AddConstraint(
            model_name='loanagreement',
            constraint=models.CheckConstraint(condition=models.Q(('available_until__gte', models.F('signed_on'))), name='treasury_loan_available_once_signed'),
        ),
        migrations.AddField(
            model_name='debt',
            name='agreement',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='debts', to='treasury.loanagreement'),
        ),
    ]
