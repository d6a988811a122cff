"""Editions of the tariff: one tariff officer reads a published table in, another approves it; it holds from a day to come."""

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.cases.clock import local_day
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.customs.domain.duty import write_duty
from madang.systems.customs.domain.editions import Difference, Edition, difference
from madang.systems.customs.domain.regimes import tariff
from madang.systems.customs.domain.tariff import Tariff
from madang.systems.customs.formats.refused import CannotBeRead
from madang.systems.customs.models import TariffEdition
from madang.systems.customs.usecases.numbers import next_number
from madang.systems.customs.usecases.tariff.edition_tables import packed, unpacked
from madang.systems.customs.usecases.tariff.editions_in_force import take_in_editions
from madang.systems.customs.usecases.tariff.import_tariff import import_tariff

SHOWN = 20  # lines of each kind of change that the approver sees with their rates


class EditionFaulty(Refusal):
    """The table cannot be taken."""

    code = "customs.edition.faulty"
    says = _("The table cannot be taken as it is. Each fault is told with its row; nothing was recorded.")
    status = 422


class EditionTooEarly(Refusal):
    """It would hold today or before."""

    code = "customs.edition.too_early"
    says = _("An edition holds from tomorrow at the earliest, so that every server has it by then. Choose a later day.")
    status = 422


class OwnEdition(Refusal):
    """Nobody decides on what they read in."""

    code = "customs.edition.own"
    says = _("You read this edition in. A colleague decides on it.")
    status = 409


class EditionDecided(Refusal):
    """It was decided on before."""

    code = "customs.edition.decided"
    says = _("This edition was decided on before. Read its page again.")
    status = 409


def propose_edition(
    *, data: bytes, name: str, layout: str, source: str, takes_effect_on: date, actor: Actor, now: datetime
) -> TariffEdition:
    """Read a table in; it does nothing until a colleague approves it. Raises Forbidden, EditionTooEarly, EditionFaulty."""
    require(actor, "customs.keep_tariff")
    if takes_effect_on <= local_day(now):
        raise EditionTooEarly
    take_in_editions()
    try:
        made = import_tariff(data=data, layout=layout, source=source, digits=_digits())
    except CannotBeRead as unreadable:
        raise EditionFaulty(faults=unreadable.faults) from None
    tables = packed(lines=made.lines, rates=made.rates)
    # Read back as every process will read it: what cannot be is not kept.
    read = unpacked(tables=tables)
    fresh = Edition(since=takes_effect_on, kinds=_kinds(read), tariff=read)
    held = TariffEdition(
        name=name.strip()[:140],
        layout=layout,
        source=source.strip()[:300],
        takes_effect_on=takes_effect_on,
        kinds=sorted(fresh.kinds),
        line_count=made.line_count,
        rate_count=made.rate_count,
        left_out=dict(made.left_out),
        difference=_counted(difference(before=tariff(), edition=fresh), fresh),
        digest=sha256(data).hexdigest(),
        tables=tables,
    )
    return _keep(held, actor, now)


@transaction.atomic
def decide_edition(*, number: str, approve: bool, actor: Actor, now: datetime) -> TariffEdition:
    """Approve or refuse what a colleague read in. Raises Forbidden, OwnEdition, EditionDecided, EditionTooEarly."""
    require(actor, "customs.keep_tariff")
    held = TariffEdition.objects.select_for_update().get(number=number)
    if held.state != "proposed":
        raise EditionDecided
    if held.proposed_by == officer(actor):
        raise OwnEdition
    if approve and held.takes_effect_on <= local_day(now):
        raise EditionTooEarly
    held.state = "approved" if approve else "refused"
    held.decided_by, held.decided_at = officer(actor), now
    held.save(update_fields=["state", "decided_by", "decided_at"])
    record(actor=actor, action=f"customs.edition_{held.state}", target=f"edition:{held.number}", detail={}, now=now)
    return held


@transaction.atomic
def _keep(held: TariffEdition, actor: Actor, now: datetime) -> TariffEdition:
    held.number = next_number(letter="T", taken=TariffEdition.objects.values_list("number", flat=True))
    held.proposed_by, held.proposed_at = officer(actor), now
    held.save(force_insert=True)
    record(actor=actor, action="customs.edition_proposed", target=f"edition:{held.number}", detail={}, now=now)
    return held


def _digits() -> int:
    """Of a national code, as the country's tariff has them."""
    return len(next(iter(tariff().lines), "0" * 10))


def _kinds(read: Tariff) -> frozenset[str]:
    return frozenset(rate.regime for line in read.lines.values() for rate in line.rates)


def _counted(changes: Difference, fresh: Edition) -> dict[str, object]:
    named = {"added": changes.added, "ended": changes.ended, "changed": changes.changed}
    return {
        kind: {"count": len(codes), "lines": [_before_and_after(code, fresh) for code in codes[:SHOWN]]}
        for kind, codes in named.items()
    }


def _before_and_after(code: str, fresh: Edition) -> dict[str, object]:
    """A line's rates of the edition's kinds on its first day: those that would stand without it, and its own."""
    before, after = (
        [[rate.regime, write_duty(duty=rate.duty)] for rate in line.on(day=fresh.since) if rate.regime in fresh.kinds]
        if (line := held.lines.get(code))
        else []
        for held in (tariff(), fresh.tariff)
    )
    return {"code": code, "before": before, "after": after}
