"""What an order's contract says is not said by the order too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("procurement", "0062_orders_are_contracts"),
    ]

    operations = [
        migrations.RemoveConstraint("mallorder", "procurement_order_accepted_by_another"),
        migrations.RemoveField("mallorder", "confirmed_at"),
        migrations.RemoveField("mallorder", "delivered_on"),
        migrations.RemoveField("mallorder", "delivery_note"),
        migrations.RemoveField("mallorder", "accepted_at"),
        migrations.RemoveField("mallorder", "accepted_by"),
        migrations.RemoveField("mallorder", "ended_at"),
        migrations.AlterField(
            "mallorder",
            "contract",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mall_order",
                to="procurement.contract",
            ),
        ),
        migrations.AlterField(
            "mallorder",
            "state",
            models.CharField(
                max_length=16,
                choices=[
                    ("placed", "placed"),
                    ("confirmed", "confirmed"),
                    ("declined", "declined"),
                    ("cancelled", "cancelled"),
                ],
                default="placed",
            ),
        ),
    ]
