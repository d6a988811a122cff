"""Orders of the e-mall have their contract from the day on which they are placed, and are delivered, inspected and paid under it."""

from decimal import Decimal

from django.db import migrations, models

MILESTONES = {"delivered": "delivered", "accepted": "accepted"}


def give_contracts(apps, schema_editor):
    """What the orders that stand said themselves, their contracts say now. No money was committed for them; those that
    wait for the supplier wait for it too."""
    order_model = apps.get_model("procurement", "MallOrder")
    for order in order_model.objects.select_related("contract"):
        if order.contract is None:
            order.contract = _draft(apps, order)
        _parts(apps, order)
        if order.state in MILESTONES:
            order.state = "confirmed"
        order.save()


def _draft(apps, order):
    first = order.lines.order_by("position").first()
    return apps.get_model("procurement", "Contract").objects.create(
        number=order.number,
        ocid=order.ocid,
        buyer=order.office,
        supplier=order.supplier,
        title=first.title if first else order.number,
        minor=order.minor,
        currency=order.currency,
        state="pending" if order.state == "placed" else "cancelled",
        starts_on=min(order.placed_at.date(), order.deliver_by),
        ends_on=order.deliver_by,
        made_at=order.placed_at,
        ended_at=order.ended_at,
    )


def _parts(apps, order):
    contract = order.contract
    apps.get_model("procurement", "ContractTerms").objects.create(
        contract=contract,
        kind="goods",
        delay_permille=Decimal(0),
        performance_minor=0,
        defect_percent=Decimal(0),
        made_by=order.placed_by,
        made_by_name=order.placed_by,
    )
    if order.state == "placed":
        apps.get_model("procurement", "Funding").objects.create(
            contract=contract,
            reference=f"{order.number}/1",
            minor=order.minor,
            by=order.placed_by,
            asked_at=order.placed_at,
        )
    milestone = apps.get_model("procurement", "Milestone").objects.create(
        contract=contract,
        position=1,
        title=contract.title,
        due_on=order.deliver_by,
        minor=order.minor,
        state=MILESTONES.get(order.state, "open"),
    )
    if order.state in MILESTONES:
        apps.get_model("procurement", "Delivery").objects.create(
            milestone=milestone,
            note=order.delivery_note,
            delivered_at=order.accepted_at or order.confirmed_at or order.placed_at,
            delivered_by=order.supplier.name[:100],
            inspect_by=order.delivered_on or order.deliver_by,
            accepted=True if order.state == "accepted" else None,
            inspected_at=order.accepted_at,
            inspected_by=order.accepted_by,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("procurement", "0061_receipts_of_a_moment"),
    ]

    operations = [
        migrations.AddField("supplier", "account", models.CharField(max_length=34, blank=True, default="")),
        migrations.AddField("supplier", "account_holder", models.CharField(max_length=140, blank=True, default="")),
        migrations.RunPython(give_contracts, migrations.RunPython.noop),
    ]
