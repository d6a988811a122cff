"""Pay in instalments, which the law gives; or later, which the office decides."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.audit import record
from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.ui import written
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.months import add_months
from madang.systems.tax.domain.collection import plan_instalments
from madang.systems.tax.domain.words import DueReason, DueState, Tax
from madang.systems.tax.models import Due, Extension
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.dues import collection_law
from madang.systems.tax.usecases.dues.end_due import locked, split_due
from madang.systems.tax.usecases.dues.wording import due_title

PROCEDURE = "tax.deferral"


class NoInstalments(Refusal):
    """The law gives none for this due."""

    code = "tax.instalments.none"
    says = _(
        "{title} cannot be paid in instalments. The law gives them for large sums of income and corporate tax by return, until "
        "their last day. Ask to pay later instead."
    )


class NotStanding(Refusal):
    """Nothing is owed on it any more."""

    code = "tax.due.not_standing"
    says = _("{number} is paid or cancelled. There is nothing left to pay on it.")


class ExtensionRefused(Refusal):
    """It was not taken, and the faults say why."""

    code = "tax.deferral.refused"
    says = _("The application was not taken. Correct what is listed.")
    status = 422


def plan(*, due: Due, on: date) -> tuple[tuple[int, date], ...]:
    """The instalments that the law gives for a due on that day; empty where it gives none."""
    fits = due.reason == DueReason.RETURN and "/" not in due.source
    if not fits or due.state != DueState.OPEN or on > due.due_on:
        return ()
    parts = plan_instalments(tax=Tax(due.tax), payable=due.minor, due_on=due.due_on)
    return tuple((one.minor, one.due_on) for one in parts) if len(parts) > 1 else ()


def choose_instalments(*, due: Due, actor: Actor, now: datetime) -> list[Due]:
    """Two dues in the place of one (Income Tax Act art. 77). Raises Forbidden, NotStanding, NoInstalments."""
    require(actor, "tax.file", permissions.of(due.taxpayer.party))
    with transaction.atomic():
        held = _standing(due)
        parts = plan(due=held, on=timezone.localdate(now))
        if not parts:
            raise NoInstalments(title=due_title(tax=held.tax, period=held.period, reason=held.reason))
        made = split_due(due=held, parts=parts, reason="Instalments", actor=actor, now=now)
        detail = {"parts": ",".join(one.number for one in made)}
        record(actor=actor, action="tax.choose_instalments", target=held.number, detail=detail, now=now)
    return made


def latest(*, due: Due, on: date) -> date:
    """Until when a due may be put off."""
    return add_months(day=due.due_on, months=collection_law.number(name="deferral_months", on=on))


def ask_extension(*, due: Due, until: date, ground: str, actor: Actor, now: datetime) -> Extension:
    """The taxpayer asks to pay later; a collector decides (National Tax Collection Act arts. 13, 14). Raises Forbidden,
    NotStanding, ExtensionRefused with every fault.
    """
    require(actor, "tax.file", permissions.of(due.taxpayer.party))
    with transaction.atomic():
        held = _standing(due)
        _require_fit(held, until, ground, timezone.localdate(now))
        made = Extension.objects.create(due=held, until=until, ground=ground.strip(), asked_at=now)
        case = open_case(
            procedure=PROCEDURE,
            applicant=held.taxpayer.party,
            subject=held.taxpayer.party,
            office=held.taxpayer.office_code,
            data={"extension": made.pk},
            actor=actor,
            now=now,
            application=f"tax:extension:{made.pk}",
            applicant_name=held.taxpayer.name,
        )
        made.case = case.number
        made.save(update_fields=["case"])
        record(actor=actor, action="tax.ask_extension", target=held.number, detail={"until": str(until)}, now=now)
    return made


def _standing(due: Due) -> Due:
    held = locked(dues=[due])
    if not held:
        raise NotStanding(number=due.number)
    return held[0]


def _require_fit(due: Due, until: date, ground: str, today: date) -> None:
    last = latest(due=due, on=today)
    faults = []
    if not ground.strip():
        faults.append(Fault("ground", str(_("Say why you cannot pay in time.")), "tax.deferral.no_ground"))
    if today > due.pay_by:
        faults.append(Fault("", str(_("Its last day has passed; it cannot be put off any more.")), "tax.deferral.late"))
    if not due.pay_by < until <= last:
        says = _("Choose a day after {day} and not after {last}.")
        told = str(says).format(day=written.day(due.pay_by), last=written.day(last))
        faults.append(Fault("until", told, "tax.deferral.day"))
    if due.extensions.filter(granted=None).exists():
        faults.append(Fault("", str(_("You asked already; the answer is not there yet.")), "tax.deferral.asked"))
    if faults:
        raise ExtensionRefused(faults=tuple(faults))


def register_procedures() -> None:
    """Applications to pay later, decided by collectors."""
    procedures.register(
        Procedure(
            code=PROCEDURE,
            title=_("Paying a tax later"),
            decided_by=permissions.COLLECTOR,
            days="tax.dues.deferral_decided_in",
            describe=facts_of,
            legal_text=law_of,
            on_decision=decide_extension,
            may_withdraw=False,
        )
    )


def law_of(case: Case) -> str:
    """The article that the decision stands on."""
    return collection_law.article(name="deferral_months", on=timezone.localdate(case.filed_at))


def facts_of(case: Case) -> Iterable[tuple[object, object]]:
    """What is owed, until when it shall be put off, and why."""
    held = Extension.objects.select_related("due__taxpayer").get(pk=case.data["extension"])
    due = held.due
    yield pgettext_lazy("tax", "Taxpayer"), due.taxpayer.titled
    yield pgettext_lazy("tax", "Due"), f"{due.number}: {due_title(tax=due.tax, period=due.period, reason=due.reason)}"
    yield pgettext_lazy("tax", "Amount"), written.money(Money(due.minor, due.currency))
    yield pgettext_lazy("tax", "Last day"), written.day(due.pay_by)
    yield _("Asked to pay by"), written.day(held.until)
    yield pgettext_lazy("tax", "Why"), held.ground


def decide_extension(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """In the transaction of the case's decision: granted, the due stands until the later day, and nothing comes on top."""
    held = Extension.objects.select_related("due").get(pk=case.data["extension"])
    granted = decision.outcome == Outcome.GRANTED
    for due in locked(dues=[held.due]) if granted else []:
        due.state, due.deferred_until = DueState.DEFERRED.value, held.until
        due.save(update_fields=["state", "deferred_until"])
    held.granted, held.decided_at = granted, now
    held.save(update_fields=["granted", "decided_at"])
    detail = {"until": str(held.until), "granted": granted}
    record(actor=actor, action="tax.decide_extension", target=held.due.number, detail=detail, now=now)
