"""Promises over several years: their years add up to their total, nothing is promised beyond it or before the vote, and what was
voted does not change.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

RULES = """
CREATE FUNCTION treasury_authorisation_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM treasury_budget budget JOIN treasury_budgetitem item ON item.budget_id = budget.id
        WHERE budget.id = NEW.budget_id AND item.id = NEW.item_id AND budget.state = 'requests' FOR SHARE OF budget;
    IF NOT FOUND OR NEW.undertaken <> 0 OR NEW.struck_at IS NOT NULL THEN
        RAISE EXCEPTION 'an authorisation is asked for with an item of a budget that takes requests'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_authorisation_asked BEFORE INSERT ON treasury_authorisation
    FOR EACH ROW EXECUTE FUNCTION treasury_authorisation_asked();

CREATE FUNCTION treasury_authorisation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Depth 1 is a statement of a program: it strikes out, once, before the vote. An undertaking's own trigger runs deeper.
    IF pg_trigger_depth() < 2 THEN
        PERFORM FROM treasury_budget WHERE id = OLD.budget_id AND state IN ('review', 'proposed') FOR SHARE;
        IF NOT FOUND OR OLD.struck_at IS NOT NULL OR NEW.struck_at IS NULL OR ROW(OLD.number, OLD.budget_id, OLD.item_id,
            OLD.kind, OLD.purpose, OLD.title, OLD.reason, OLD.exception, OLD.total, OLD.undertaken, OLD.last_year)
            IS DISTINCT FROM ROW(NEW.number, NEW.budget_id, NEW.item_id, NEW.kind, NEW.purpose, NEW.title, NEW.reason,
            NEW.exception, NEW.total, NEW.undertaken, NEW.last_year) THEN
            RAISE EXCEPTION 'authorisation % stays as it was asked for', OLD.number
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_authorisation_stays BEFORE UPDATE ON treasury_authorisation
    FOR EACH ROW EXECUTE FUNCTION treasury_authorisation_stays();
CREATE TRIGGER treasury_authorisation_kept BEFORE DELETE ON treasury_authorisation
    FOR EACH ROW EXECUTE FUNCTION treasury_refuse_change();

CREATE FUNCTION treasury_years_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held treasury_authorisation%ROWTYPE;
    added bigint;
    latest integer;
BEGIN
    SELECT * INTO held FROM treasury_authorisation
        WHERE id = COALESCE((to_jsonb(NEW) ->> 'authorisation_id')::bigint, (to_jsonb(NEW) ->> 'id')::bigint);
    SELECT sum(minor), max(year) INTO added, latest FROM treasury_authorisedyear WHERE authorisation_id = held.id;
    IF added IS DISTINCT FROM held.total OR latest IS DISTINCT FROM held.last_year THEN
        RAISE EXCEPTION 'the years of % do not add up to its total', held.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER treasury_authorisation_adds_up AFTER INSERT ON treasury_authorisation DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION treasury_years_add_up();
CREATE CONSTRAINT TRIGGER treasury_years_add_up AFTER INSERT ON treasury_authorisedyear DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION treasury_years_add_up();
CREATE TRIGGER treasury_year_appended BEFORE UPDATE OR DELETE ON treasury_authorisedyear
    FOR EACH ROW EXECUTE FUNCTION treasury_refuse_change();

CREATE FUNCTION treasury_undertake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE treasury_authorisation held SET undertaken = undertaken + NEW.minor FROM treasury_budget budget
    WHERE held.id = NEW.authorisation_id AND budget.id = held.budget_id AND budget.state = 'enacted'
        AND held.struck_at IS NULL AND NEW.year >= budget.year
        AND NEW.year <= CASE held.kind WHEN 'contract' THEN budget.year ELSE held.last_year END;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nothing is authorised for %', NEW.number USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER treasury_undertaking_undertakes AFTER INSERT ON treasury_undertaking
    FOR EACH ROW EXECUTE FUNCTION treasury_undertake();
CREATE TRIGGER treasury_undertaking_appended BEFORE UPDATE OR DELETE ON treasury_undertaking
    FOR EACH ROW EXECUTE FUNCTION treasury_refuse_change();
"""
UNDO = """
DROP TRIGGER treasury_undertaking_appended ON treasury_undertaking;
DROP TRIGGER treasury_undertaking_undertakes ON treasury_undertaking;
DROP FUNCTION treasury_undertake();
DROP TRIGGER treasury_year_appended ON treasury_authorisedyear;
DROP TRIGGER treasury_years_add_up ON treasury_authorisedyear;
DROP TRIGGER treasury_authorisation_adds_up ON treasury_authorisation;
DROP FUNCTION treasury_years_add_up();
DROP TRIGGER treasury_authorisation_kept ON treasury_authorisation;
DROP TRIGGER treasury_authorisation_stays ON treasury_authorisation;
DROP FUNCTION treasury_authorisation_stays();
DROP TRIGGER treasury_authorisation_asked ON treasury_authorisation;
DROP FUNCTION treasury_authorisation_asked();
"""


def _id() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _of(model: str, name: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=f"treasury.{model}")


class Migration(migrations.Migration):
    dependencies = [("treasury", "0060_suspense_returns")]
    operations = [
        migrations.CreateModel(
            name="Authorisation",
            fields=[
                ("id", _id()),
                ("number", models.CharField(max_length=32, unique=True)),
                (
                    "kind",
                    models.CharField(max_length=16, choices=[(one, one) for one in ("continuing", "contract")]),
                ),
                ("purpose", models.CharField(max_length=16, blank=True)),
                ("title", models.CharField(max_length=140)),
                ("reason", models.TextField()),
                ("exception", models.TextField(blank=True)),
                ("total", models.BigIntegerField()),
                ("undertaken", models.BigIntegerField(default=0)),
                ("last_year", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=100)),
                ("struck_at", models.DateTimeField(null=True)),
                ("struck_by", models.CharField(max_length=100, blank=True)),
                ("struck_reason", models.CharField(max_length=300, blank=True)),
                ("budget", _of("budget", "authorisations")),
                ("item", _of("budgetitem", "authorisations")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(total__gt=0), name="treasury_authorises_something"),
                    models.CheckConstraint(
                        condition=Q(undertaken__gte=0) & Q(undertaken__lte=F("total")),
                        name="treasury_undertaken_within_authorisation",
                    ),
                    models.CheckConstraint(
                        condition=Q(struck_at=None) | (~Q(struck_by="") & ~Q(struck_reason="")),
                        name="treasury_struck_for_a_reason",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="AuthorisedYear",
            fields=[
                ("id", _id()),
                ("year", models.PositiveSmallIntegerField()),
                ("minor", models.BigIntegerField()),
                ("authorisation", _of("authorisation", "years")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["authorisation", "year"], name="treasury_one_share_a_year"),
                    models.CheckConstraint(condition=Q(minor__gt=0), name="treasury_a_year_pays_something"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Undertaking",
            fields=[
                ("id", _id()),
                ("number", models.CharField(max_length=32, unique=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("payee", models.CharField(max_length=140)),
                ("purpose", models.CharField(max_length=140)),
                ("minor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("authorisation", _of("authorisation", "undertakings")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(minor__gt=0), name="treasury_undertakes_something"),
                ]
            },
        ),
        migrations.RunSQL(RULES, UNDO),
    ]
