
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("procurement", "0022_supply_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name='Ceremony',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True)),
                ('threshold', models.PositiveSmallIntegerField()),
                ('keys', models.JSONField()),
                ('state', models.CharField(choices=[('open', 'open'), ('closed', 'closed'), ('opened', 'opened')], default='open', max_length=8)),
                ('began_at', models.DateTimeField()),
                ('began_by', models.CharField(max_length=100)),
                ('closed_at', models.DateTimeField(null=True)),
                ('listed', models.PositiveIntegerField(default=0)),
                ('root', models.CharField(blank=True, max_length=64)),
                ('opened_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CustodianKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('officer', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=120)),
                ('office', models.CharField(max_length=32)),
                ('public', models.CharField(max_length=64, unique=True)),
                ('proof', models.JSONField()),
                ('demonstration', models.BooleanField(default=False)),
                ('registered_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='OpenedPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.BinaryField()),
                ('given_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='OpeningStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('what', models.CharField(max_length=16)),
                ('who', models.CharField(max_length=120)),
                ('count', models.PositiveIntegerField(default=0)),
                ('detail', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('gave_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='bid',
            name='body_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='bid',
            name='receipt',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='bid',
            name='sent_by',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='bid',
            name='token',
            field=models.BinaryField(null=True),
        ),
        migrations.CreateModel(
            name='BidderKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.CharField(max_length=130)),
                ('label', models.CharField(max_length=80)),
                ('registered_at', models.DateTimeField()),
                ('registered_by', models.CharField(max_length=100)),
                ('ended_at', models.DateTimeField(null=True)),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bidder_keys', to='procurement.supplier')),
            ],
        ),
        migrations.AddField(
            model_name='bid',
            name='signed_with',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bids', to='procurement.bidderkey'),
        ),
        migrations.AddConstraint(
            model_name='bid',
            constraint=models.UniqueConstraint(condition=models.Q(('body_sha256', ''), _negated=True), fields=('body_sha256',), name='procurement_bid_body_not_replayed'),
        ),
        migrations.AddField(
            model_name='ceremony',
            name='tender',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ceremony', to='procurement.tender'),
        ),
        migrations.AddConstraint(
            model_name='custodiankey',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('officer',), name='procurement_one_key_a_custodian'),
        ),
        migrations.AddField(
            model_name='openedpart',
            name='bid',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='procurement.bid'),
        ),
        migrations.AddField(
            model_name='openingstep',
            name='ceremony',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='procurement.ceremony'),
        ),
        migrations.AddField(
            model_name='seat',
            name='ceremony',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='procurement.ceremony'),
        ),
        migrations.AddField(
            model_name='seat',
            name='key',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='procurement.custodiankey'),
        ),
        migrations.AddField(
            model_name='openedpart',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='procurement.seat'),
        ),
        migrations.AddConstraint(
            model_name='bidderkey',
            constraint=models.UniqueConstraint(fields=('supplier', 'public'), name='procurement_bidder_key_once'),
        ),
        migrations.AddConstraint(
            model_name='ceremony',
            constraint=models.CheckConstraint(condition=models.Q(('threshold__gte', 2)), name='procurement_nobody_opens_alone'),
        ),
        migrations.AddConstraint(
            model_name='ceremony',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='procurement_ceremony_closed_once'),
        ),
        migrations.AddConstraint(
            model_name='ceremony',
            constraint=models.CheckConstraint(condition=models.Q(('opened_at', None), ('opened_at__gte', models.F('closed_at')), _connector='OR'), name='procurement_opened_after_closing'),
        ),
        migrations.AddIndex(
            model_name='openingstep',
            index=models.Index(fields=['ceremony', 'at'], name='procurement_minute'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('ceremony', 'position'), name='procurement_seat_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('ceremony', 'key'), name='procurement_custodian_sits_once'),
        ),
        migrations.AddConstraint(
            model_name='openedpart',
            constraint=models.UniqueConstraint(fields=('seat', 'bid'), name='procurement_part_once'),
        ),
    ]
