"""Money in suspense goes back once: its amount and its account are the bank's, its steps have one order, and nobody explains
what is on its way back.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

RULES = """
CREATE FUNCTION treasury_return_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held treasury_bankentry%ROWTYPE;
BEGIN
    SELECT * INTO held FROM treasury_bankentry WHERE id = NEW.entry_id FOR UPDATE;
    IF held.effect <> 'suspense' OR held.minor <> NEW.minor OR NEW.state <> 'proposed'
        OR (held.party_account <> '' AND held.party_account <> NEW.account)
        OR EXISTS (SELECT FROM treasury_clearing WHERE entry_id = NEW.entry_id) THEN
        RAISE EXCEPTION 'entry % does not go back so', held.reference USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_return_fits BEFORE INSERT ON treasury_suspensereturn
    FOR EACH ROW EXECUTE FUNCTION treasury_return_fits();

CREATE FUNCTION treasury_return_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(OLD.number, OLD.entry_id, OLD.payee, OLD.account, OLD.minor, OLD.why, OLD.proposed_by)
        IS DISTINCT FROM ROW(NEW.number, NEW.entry_id, NEW.payee, NEW.account, NEW.minor, NEW.why, NEW.proposed_by)
        OR (OLD.approved_by <> '' AND OLD.approved_by <> NEW.approved_by) THEN
        RAISE EXCEPTION 'what return % pays, and who decided it, stays', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> NEW.state AND NOT ((OLD.state, NEW.state) IN (('proposed', 'approved'), ('proposed', 'refused'),
        ('approved', 'ordered'), ('approved', 'refused'), ('ordered', 'approved'), ('ordered', 'paid'),
        ('ordered', 'failed'), ('paid', 'failed'))) THEN
        RAISE EXCEPTION 'return % does not go from % to %', OLD.number, OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_return_steps BEFORE UPDATE ON treasury_suspensereturn
    FOR EACH ROW EXECUTE FUNCTION treasury_return_steps();
CREATE TRIGGER treasury_return_kept BEFORE DELETE ON treasury_suspensereturn
    FOR EACH ROW EXECUTE FUNCTION treasury_refuse_change();

CREATE FUNCTION treasury_clearing_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM treasury_bankentry WHERE id = NEW.entry_id FOR UPDATE;
    IF EXISTS (SELECT FROM treasury_suspensereturn WHERE entry_id = NEW.entry_id AND state NOT IN ('refused', 'failed')) THEN
        RAISE EXCEPTION 'the entry is being sent back' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_clearing_alone BEFORE INSERT ON treasury_clearing
    FOR EACH ROW EXECUTE FUNCTION treasury_clearing_alone();
"""
UNDO = """
DROP TRIGGER treasury_clearing_alone ON treasury_clearing;
DROP FUNCTION treasury_clearing_alone();
DROP TRIGGER treasury_return_kept ON treasury_suspensereturn;
DROP TRIGGER treasury_return_steps ON treasury_suspensereturn;
DROP FUNCTION treasury_return_steps();
DROP TRIGGER treasury_return_fits ON treasury_suspensereturn;
DROP FUNCTION treasury_return_fits();
"""
STATES = ["proposed", "approved", "ordered", "paid", "refused", "failed"]


class Migration(migrations.Migration):
    dependencies = [("treasury", "0050_commitments_for_systems")]
    operations = [
        migrations.AddField(
            "bankentry", "party_account", models.CharField(max_length=34, blank=True, default="", db_default="")
        ),
        migrations.CreateModel(
            name="SuspenseReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=32, unique=True)),
                ("payee", models.CharField(max_length=140)),
                ("account", models.CharField(max_length=34)),
                ("minor", models.BigIntegerField()),
                ("why", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(max_length=16, default="proposed", choices=[(one, one) for one in STATES]),
                ),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by", models.CharField(max_length=100)),
                ("approved_at", models.DateTimeField(null=True)),
                ("approved_by", models.CharField(max_length=100, blank=True)),
                ("paid_on", models.DateField(null=True)),
                ("bank_says", models.CharField(max_length=8, blank=True)),
                ("reason", models.CharField(max_length=200, blank=True)),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="treasury.paymentbatch",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="treasury.bankentry"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["entry"],
                        condition=~Q(state__in=["failed", "refused"]),
                        name="treasury_one_living_return",
                    ),
                    models.CheckConstraint(condition=Q(minor__gt=0), name="treasury_returns_something"),
                    models.CheckConstraint(
                        condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")),
                        name="treasury_two_return_money",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state__in=["approved", "ordered", "paid"])
                        | (~Q(approved_by="") & Q(approved_at__isnull=False)),
                        name="treasury_returned_by_two",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state__in=["ordered", "paid"]) | Q(batch__isnull=False),
                        name="treasury_return_in_a_batch",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RULES, UNDO),
    ]
