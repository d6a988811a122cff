"""A correction takes effect: the declaration has another version, what is missing is charged, what was too much goes back."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.law import parameter
from madang.framework.law.days import next_working_day
from madang.framework.money.usecases import charge
from madang.framework.notify import notify
from madang.framework.values import Money
from madang.systems.customs.domain.correction import CorrectionKind, CorrectionState, refund_interest
from madang.systems.customs.domain.words import Levy
from madang.systems.customs.models import Correction, CustomsDeclaration, Levied
from madang.systems.customs.usecases.corrections.law import HERE, correction_law
from madang.systems.customs.usecases.declarations import law
from madang.systems.customs.usecases.declarations.advance_declaration import account_of
from madang.systems.customs.usecases.declarations.content import assessed_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.lodge_declaration import keep_version
from madang.systems.customs.usecases.declarations.tell_import import tell_import
from madang.systems.customs.usecases.declarations.words import ADDITION, levied_titles
from madang.systems.customs.usecases.refunds.owe_refund import Payee, owe_refund


def settle_correction(*, one: CustomsDeclaration, made: Correction, actor: Actor, now: datetime) -> None:
    """In the caller's transaction, which holds the declaration."""
    raised = {levy: minor for levy, minor in made.changes.items() if minor > 0}
    if sum(raised.values()) < law.least(on=timezone.localdate(now)):
        # Customs Act of Korea art. 40: less than the least is not collected.
        raised = {}
    _next_version(one, made, actor, now)
    due_on = _due_on(CorrectionKind(made.kind), timezone.localdate(now))
    for levy, minor in {**raised, ADDITION: made.addition_minor if raised else 0}.items():
        if minor:
            _charge(one, levy, minor, due_on, actor, now)
    for levy in Levy:
        back = -made.changes.get(levy.value, 0)
        if back > 0:
            _give_back(one, made, levy.value, back, actor, now)
    made.state, made.decided_at = CorrectionState.DONE.value, now
    made.save(update_fields=["state", "decided_at"])
    if made.changes.get(Levy.VAT.value, 0) < 0:
        tell_import(declaration=one, now=now)
    owed = sum(raised.values()) + (made.addition_minor if raised else 0)
    values = {"number": one.number, "correction": made.number, "amount": Money(owed, one.currency)}
    template = "customs/correction_payable" if owed else "customs/corrected"
    notify(party=one.party, template=template, values=values, link=f"/customs/corrections/{made.number}/", now=now)


def _next_version(one: CustomsDeclaration, made: Correction, actor: Actor, now: datetime) -> None:
    assessed = assessed_of(content=made.assessed)
    one.version += 1
    one.content, one.assessed = made.content, made.assessed
    one.value_minor = assessed.customs_value.minor if assessed else 0
    one.payable_minor = assessed.payable.minor if assessed else 0
    first = made.content["items"][0]
    one.title = (first.get("description") or first["commodity"])[:200]
    one.save(update_fields=["version", "content", "assessed", "value_minor", "payable_minor", "title"])
    keep_version(one=one, actor=actor, now=now)
    detail = {"correction": made.number, "kind": made.kind, "version": one.version}
    happened(to=one, kind="corrected", actor=actor, now=now, text=made.reason, detail=detail)


def _due_on(kind: CorrectionKind, today: date) -> date:
    """What the declarant finds is paid on the day after (Customs Act of Korea arts. 38-2 (4), 38-3 (1)), what customs finds
    within the days of a notice (art. 9 (1) no. 2)."""
    if kind in {CorrectionKind.SUPPLEMENT, CorrectionKind.AMENDED}:
        return next_working_day(today + timedelta(days=int(parameter(f"{HERE}.pay_days", on=today))))
    return law.pay_by(on=today, deferred=False)


def _charge(one: CustomsDeclaration, levy: str, minor: int, due_on: date, actor: Actor, now: datetime) -> None:
    source = f"v{one.version}"
    owed = charge(
        payer=one.party,
        amount=Money(minor, one.currency),
        purpose=f"customs.{levy}.{source}",
        titles=levied_titles(levy=levy, number=one.number),
        reference=one.number,
        account=account_of(levy=levy),
        service="customs.declare",
        now=now,
        actor=actor,
    )
    Levied.objects.create(
        declaration=one,
        source=source,
        levy=levy,
        minor=minor,
        currency=one.currency,
        charge=owed.number,
        due_on=due_on,
        state="open",
    )


def _give_back(one: CustomsDeclaration, made: Correction, levy: str, minor: int, actor: Actor, now: datetime) -> None:
    today = timezone.localdate(now)
    payments = [
        (row.paid_on or one.rates_on, row.minor) for row in one.levies.filter(levy=levy, state="paid").order_by("pk")
    ]
    spent = sum(one.refunds.filter(levy=levy).values_list("minor", flat=True))
    interest = refund_interest(minor=minor, payments=payments, spent=spent, on=today, law=correction_law(on=today))
    payee = Payee(
        party=one.party,
        office=one.office_code,
        source=made.number,
        link=f"/customs/corrections/{made.number}/",
        currency=one.currency,
        account=made.account,
        holder=made.holder,
        declaration=one,
    )
    owe_refund(to=payee, levy=levy, minor=minor, interest=interest, actor=actor, now=now)
