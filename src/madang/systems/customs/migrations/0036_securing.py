"""One table of guarantees for all that hangs on them; goods under a procedure while duties wait, and how they left it."""

from decimal import Decimal

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, Q

OPEN = ["accepted", "awaiting_payment", "awaiting_permit", "awaiting_security", "lodged", "under_control"]
STATES = ["prepared", "lodged", "refused", "accepted", "under_control", "awaiting_permit", "awaiting_security"]
STATES += ["awaiting_payment", "released", "cancelled"]
SECURED = ["waiting", "reserved", "open", "discharged", "due", "called", "settled", "overdue", "ended"]
ENDINGS = ["re_export", "home_use", "arrival", "used_inside", "destroyed"]
RULES = """
CREATE TRIGGER customs_discharged_rules BEFORE UPDATE OR DELETE ON customs_discharged
    FOR EACH ROW EXECUTE FUNCTION customs_written_once();
"""
UNDO = "DROP TRIGGER customs_discharged_rules ON customs_discharged;"


def _guarantees() -> list[migrations.operations.base.Operation]:
    text = {"blank": True, "default": ""}
    now = django.utils.timezone.now
    added = {
        "kind": (models.CharField(max_length=16, default="insurance"), False),
        "issuer": (models.CharField(max_length=120, **text), True),
        "paper": (models.CharField(max_length=60, **text), True),
        "office_code": (models.CharField(max_length=64, **text), True),
        "party_kind": (models.CharField(max_length=16, default="business"), True),
        "party_name": (models.CharField(max_length=200, **text), True),
        "drawn_minor": (models.BigIntegerField(default=0), True),
        "valid_from": (models.DateField(default=now), False),
        "accepted_at": (models.DateTimeField(default=now), False),
        "accepted_by": (models.CharField(max_length=100, **text), True),
        "returned_at": (models.DateTimeField(null=True), True),
        "told_at": (models.DateTimeField(null=True), True),
    }
    name = "customsguarantee"
    return [
        migrations.RenameModel("CargoGuarantee", "CustomsGuarantee"),
        migrations.AlterModelTable(name, "customs_guarantee"),
        migrations.RenameField(name, "holder", "party_key"),
        migrations.AlterField(name, "party_key", models.CharField(max_length=64)),
        *(migrations.AddField(name, field, kind, preserve_default=kept) for field, (kind, kept) in added.items()),
        migrations.AddConstraint(
            name,
            models.CheckConstraint(
                condition=Q(("drawn_minor__gte", 0), ("drawn_minor__lte", F("limit_minor"))),
                name="customs_guarantee_drawn",
            ),
        ),
        migrations.AddConstraint(
            name,
            models.UniqueConstraint(
                condition=~Q(("paper", "")), fields=("issuer", "paper"), name="customs_guarantee_paper"
            ),
        ),
        migrations.AddIndex(name, models.Index(fields=["party_kind", "party_key"], name="customs_guarantees_of")),
    ]


def _key() -> models.Field:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _goods() -> migrations.CreateModel:
    declared = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "secured"}
    held = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "goods", "null": True}
    amount = {"max_digits": 20, "decimal_places": 6}
    return migrations.CreateModel(
        name="SecuredGoods",
        fields=[
            ("id", _key()),
            ("item", models.PositiveIntegerField()),
            ("procedure", models.CharField(max_length=32)),
            ("paper", models.CharField(blank=True, default="", max_length=70)),
            ("commodity", models.CharField(max_length=16)),
            ("title", models.CharField(max_length=200)),
            ("quantity", models.DecimalField(**amount)),
            ("unit", models.CharField(max_length=8)),
            ("discharged", models.DecimalField(default=Decimal(0), **amount)),
            ("suspended", models.JSONField()),
            ("to_secure_minor", models.BigIntegerField()),
            ("secured_minor", models.BigIntegerField(default=0)),
            ("currency", models.CharField(max_length=3)),
            ("began_on", models.DateField(null=True)),
            ("due_on", models.DateField(null=True)),
            ("extended", models.BooleanField(default=False)),
            ("state", models.CharField(choices=[(one, one) for one in SECURED], max_length=12)),
            ("told_at", models.DateTimeField(null=True)),
            ("declaration", models.ForeignKey(to="customs.customsdeclaration", **declared)),
            ("guarantee", models.ForeignKey(to="customs.customsguarantee", **held)),
        ],
        options={
            "db_table": "customs_secured_goods",
            "indexes": [
                models.Index(
                    condition=Q(("state__in", ["open", "overdue"])), fields=["due_on"], name="customs_secured_terms"
                ),
                models.Index(
                    condition=Q(("state__in", ["due", "open", "overdue", "reserved"])),
                    fields=["guarantee"],
                    name="customs_secured_holding",
                ),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("declaration", "item"), name="customs_secured_once"),
                models.CheckConstraint(
                    condition=Q(
                        ("discharged__gte", 0), ("discharged__lte", F("quantity")), ("quantity__gt", 0)
                    ),
                    name="customs_secured_quantity",
                ),
                models.CheckConstraint(
                    condition=Q(
                        ("secured_minor__gte", 0),
                        Q(("secured_minor", 0), ("guarantee__isnull", False), _connector="OR"),
                    ),
                    name="customs_secured_by_something",
                ),
            ],
        },
    )


def _discharged() -> migrations.CreateModel:
    whose = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "discharges"}
    return migrations.CreateModel(
        name="Discharged",
        fields=[
            ("id", _key()),
            ("ending", models.CharField(choices=[(one, one) for one in ENDINGS], max_length=16)),
            ("quantity", models.DecimalField(decimal_places=6, max_digits=20)),
            ("declaration", models.CharField(blank=True, db_index=True, default="", max_length=32)),
            ("text", models.CharField(blank=True, default="", max_length=1000)),
            ("at", models.DateTimeField()),
            ("by", models.CharField(max_length=100)),
            ("goods", models.ForeignKey(to="customs.securedgoods", **whose)),
        ],
        options={
            "db_table": "customs_discharged",
            "constraints": [
                models.CheckConstraint(condition=Q(("quantity__gt", 0)), name="customs_discharged_something")
            ],
        },
    )


class Migration(migrations.Migration):
    """Guarantees, goods under a procedure, and the state of a declaration that waits for a guarantee."""

    dependencies = [("customs", "0035_trade_statistics")]
    operations = [
        *_guarantees(),
        migrations.AddField(
            "customsdeclaration", "procedure", models.CharField(blank=True, default="", max_length=32)
        ),
        migrations.AlterField(
            "customsdeclaration", "state", models.CharField(choices=[(one, one) for one in STATES], max_length=20)
        ),
        migrations.RemoveIndex("customsdeclaration", "customs_open_declarations"),
        migrations.AddIndex(
            "customsdeclaration",
            models.Index(
                condition=Q(("state__in", OPEN)), fields=["office_code", "lodged_at"], name="customs_open_declarations"
            ),
        ),
        _goods(),
        _discharged(),
        migrations.RunSQL(RULES, UNDO),
    ]
