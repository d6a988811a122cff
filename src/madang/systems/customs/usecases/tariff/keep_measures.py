"""Measures for a time: one official enters what a regulation says, another approves it; so too with an earlier end."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.customs.models import MeasureStep, TariffQuota, TradeMeasure
from madang.systems.customs.usecases.numbers import next_number
from madang.systems.customs.usecases.tariff.measure_faults import faults_of


class MeasureFaulty(Refusal):
    """It cannot be entered so."""

    code = "customs.measure.faulty"
    says = _("The measure cannot be entered as it is. Correct what is marked; nothing was recorded.")
    status = 422


class OwnMeasure(Refusal):
    """Nobody decides on what they entered."""

    code = "customs.measure.own"
    says = _("You entered this. A colleague decides on it.")
    status = 409


class MeasureDecided(Refusal):
    """It is too late, or too early."""

    code = "customs.measure.decided"
    says = _("The measure is not in a state in which this can be done. Read its page again.")
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What an official reads off the regulation; the amount of a quota where the measure has one."""

    regime: str
    title: str
    prefixes: tuple[str, ...]
    origins: tuple[str, ...] = ()
    suppliers: tuple[tuple[str, str], ...] = ()
    others: str = ""
    valid_from: date
    last_on: date | None = None
    order: str = ""
    quota_total: Decimal | None = None
    quota_unit: str = ""
    cite: str
    source: str
    reason: str = field(default="")


@transaction.atomic
def propose_measure(*, entered: Entered, actor: Actor, now: datetime) -> TradeMeasure:
    """Enter a measure; it does nothing until a colleague approves it. Raises Forbidden, MeasureFaulty."""
    require(actor, "customs.keep_tariff")
    faults = faults_of(
        regime=entered.regime,
        prefixes=entered.prefixes,
        origins=entered.origins,
        rates=(*(rate for _name, rate in entered.suppliers), *((entered.others,) if entered.others else ())),
        days=(entered.valid_from, entered.last_on),
        quota=(entered.order, entered.quota_total, entered.quota_unit),
    )
    if faults:
        raise MeasureFaulty(faults=faults)
    made = TradeMeasure.objects.create(
        number=next_number(letter="M", taken=TradeMeasure.objects.values_list("number", flat=True)),
        regime=entered.regime,
        title=entered.title.strip()[:200],
        prefixes=list(entered.prefixes),
        origins=list(entered.origins),
        suppliers=[list(one) for one in entered.suppliers],
        others=entered.others,
        valid_from=entered.valid_from,
        last_on=entered.last_on,
        order=entered.order,
        quota_total=entered.quota_total,
        quota_unit=entered.quota_unit,
        cite=entered.cite.strip()[:300],
        source=entered.source.strip()[:300],
        proposed_by=officer(actor),
        proposed_at=now,
    )
    _note(made, "proposed", actor, now, entered.reason)
    return made


@transaction.atomic
def decide_measure(*, number: str, approve: bool, actor: Actor, now: datetime) -> TradeMeasure:
    """Approve or refuse what a colleague entered; a quota opens with it. Raises Forbidden, OwnMeasure, MeasureDecided."""
    held = _held(number, actor)
    if held.state != "proposed":
        raise MeasureDecided
    if held.proposed_by == officer(actor):
        raise OwnMeasure
    held.state = "approved" if approve else "refused"
    held.decided_by, held.decided_at = officer(actor), now
    held.save(update_fields=["state", "decided_by", "decided_at"])
    if approve and held.quota_total is not None and held.last_on is not None:
        _open_quota(held, held.quota_total, held.last_on)
    _note(held, held.state, actor, now, "")
    return held


@transaction.atomic
def propose_end(*, number: str, last_on: date, cite: str, actor: Actor, now: datetime) -> TradeMeasure:
    """Propose an earlier last day, with the regulation that says so. Raises Forbidden, MeasureDecided, MeasureFaulty."""
    held = _held(number, actor)
    if held.state != "approved" or held.ending_on is not None:
        raise MeasureDecided
    earlier = held.last_on is None or last_on < held.last_on
    if not earlier or last_on < held.valid_from:
        says = str(_("It must be a day on which the measure stands, before its present last day."))
        raise MeasureFaulty(faults=(Fault("last_on", says, "customs.measure.end"),))
    held.ending_on, held.ending_by, held.ending_cite = last_on, officer(actor), cite.strip()[:300]
    held.save(update_fields=["ending_on", "ending_by", "ending_cite"])
    _note(held, "end_proposed", actor, now, f"{last_on.isoformat()}: {held.ending_cite}")
    return held


@transaction.atomic
def decide_end(*, number: str, approve: bool, actor: Actor, now: datetime) -> TradeMeasure:
    """Approve or refuse the earlier last day that a colleague proposed. Raises Forbidden, OwnMeasure, MeasureDecided."""
    held = _held(number, actor)
    if held.ending_on is None:
        raise MeasureDecided
    if held.ending_by == officer(actor):
        raise OwnMeasure
    text = f"{held.ending_on.isoformat()}: {held.ending_cite}"
    if approve:
        held.last_on = held.ending_on
        TariffQuota.objects.filter(order=held.order, valid_from=held.valid_from).update(valid_until=held.ending_on)
    held.ending_on, held.ending_by, held.ending_cite = None, "", ""
    held.save(update_fields=["last_on", "ending_on", "ending_by", "ending_cite"])
    _note(held, "ended" if approve else "end_refused", actor, now, text)
    return held


def _held(number: str, actor: Actor) -> TradeMeasure:
    require(actor, "customs.keep_tariff")
    return TradeMeasure.objects.select_for_update().get(number=number)


def _open_quota(held: TradeMeasure, total: Decimal, last_on: date) -> None:
    TariffQuota.objects.create(
        order=held.order,
        title={"en": held.title},
        unit=held.quota_unit,
        total=total,
        valid_from=held.valid_from,
        valid_until=last_on,
        cite=held.cite,
    )


def _note(held: TradeMeasure, kind: str, actor: Actor, now: datetime, text: str) -> None:
    MeasureStep.objects.create(measure=held, kind=kind, by=officer(actor), at=now, text=text.strip()[:500])
    record(actor=actor, action=f"customs.measure_{kind}", target=f"measure:{held.number}", detail={}, now=now)
