"""Bring a declaration as far as it can go now: charge what is payable, release what nothing holds."""

from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet, Sum
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.money.usecases import charge
from madang.framework.notify import notify
from madang.framework.values import Money, Party
from madang.systems.customs.domain.progress import Control, PermitState, Standing, state_of
from madang.systems.customs.domain.words import DeclarationState, Direction, Levy
from madang.systems.customs.models import CustomsDeclaration, DeferredPayment, Levied, PaperRelease, QuotaClaim
from madang.systems.customs.usecases.declarations import law, queue
from madang.systems.customs.usecases.declarations.content import assessed_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.let_goods_go import let_goods_go
from madang.systems.customs.usecases.declarations.words import levy_titles
from madang.systems.customs.usecases.permits.end_requests import end_what_was_asked
from madang.systems.customs.usecases.securing.discharge import discharge_declared
from madang.systems.customs.usecases.securing.reserve import begin, let_go, secured

ACCOUNT = "revenue.customs"
ENDED = frozenset({DeclarationState.RELEASED, DeclarationState.REFUSED, DeclarationState.CANCELLED})


def account_of(*, levy: str) -> str:
    """The revenue account of a levy."""
    return f"{ACCOUNT}.{levy}"


def locked(*, number: str) -> CustomsDeclaration:
    """The declaration, held until the transaction ends."""
    return CustomsDeclaration.objects.select_for_update().get(number=number)


def advance(*, one: CustomsDeclaration, actor: Actor, now: datetime) -> None:
    """Move it to where the facts put it. In the caller's transaction, which holds the row."""
    if DeclarationState(one.state) in ENDED:
        return
    paper = PaperRelease.objects.filter(declaration=one.number).first()
    standing = _standing(one, now, on_paper=paper is not None)
    cleared = state_of(standing=standing) is DeclarationState.RELEASED
    if cleared and not one.levies.exclude(state="ended").exists():
        _charge(one, actor, now)
    unpaid = not one.deferred and one.levies.filter(state="open").exists()
    reached = state_of(standing=replace(standing, unpaid=unpaid))
    if reached.value == one.state:
        return
    one.state = reached.value
    if reached is DeclarationState.RELEASED:
        one.released_at = paper.released_at if paper else now
    one.save(update_fields=["state", "released_at", "deferred"])
    _tell(one, reached, actor, now)


def _standing(one: CustomsDeclaration, now: datetime, *, on_paper: bool) -> Standing:
    """The facts before anything is charged. A paper does not settle a quota, and so not what is levied."""
    quota_open = QuotaClaim.objects.filter(declaration=one.number, given=None).exists()
    return Standing(
        control=Control(one.control),
        permits=tuple(PermitState(state) for state in one.permits.values_list("state", flat=True)),
        quota_open=quota_open,
        on_paper=on_paper and not quota_open,
        value_doubted=_value_doubted(one),
        unsecured=bool(one.procedure) and not secured(one=one, now=now),
    )


def _value_doubted(one: CustomsDeclaration) -> bool:
    """What was just lodged cannot be doubted yet."""
    fresh = one.version == 1 and one.state == DeclarationState.LODGED.value
    return not fresh and one.value_doubts.filter(state="open").exists()


def _charge(one: CustomsDeclaration, actor: Actor, now: datetime) -> None:
    made = assessed_of(content=one.assessed)
    if made is None or not made.payable:
        return
    one.deferred = _defers(one, now)
    for levy, minor in made.totals:
        if minor > 0:
            raise_levy(one=one, levy=levy, minor=minor, source=f"v{one.version}", actor=actor, now=now)
    detail = {"minor": made.payable.minor, "currency": made.currency, "deferred": one.deferred}
    happened(to=one, kind="charged", actor=actor, now=now, detail=detail)


def _defers(one: CustomsDeclaration, now: datetime) -> bool:
    """Whether the trader pays later and the guarantee still covers it, with everything that is open (in Korea Customs Act
    art. 9 (3))."""
    right = deferred_right(party=one.party, now=now).select_for_update().filter(currency=one.currency).first()
    return right is not None and owed_by(party=one.party) + one.payable_minor <= right.limit_minor


def deferred_right(*, party: Party, now: datetime) -> QuerySet[DeferredPayment]:
    """What lets a party pay later today."""
    today = timezone.localdate(now)
    return DeferredPayment.objects.filter(
        party_kind=party.kind.value, party_key=party.key, valid_from__lte=today, valid_until__gte=today
    )


def owed_by(*, party: Party) -> int:
    """What it pays later and has not paid, in minor units."""
    owed = Levied.objects.filter(
        declaration__party_kind=party.kind.value,
        declaration__party_key=party.key,
        declaration__deferred=True,
        state="open",
    ).aggregate(sum=Sum("minor"))["sum"]
    return int(owed or 0)


def raise_levy(*, one: CustomsDeclaration, levy: Levy, minor: int, source: str, actor: Actor, now: datetime) -> Levied:
    """Charge one levy. In the caller's transaction."""
    today = timezone.localdate(now)
    owed = charge(
        payer=one.party,
        amount=Money(minor, one.currency),
        purpose=f"customs.{levy.value}.{source}",
        titles=levy_titles(levy=levy, number=one.number),
        reference=one.number,
        account=account_of(levy=levy.value),
        service="customs.declare",
        now=now,
        actor=actor,
    )
    return Levied.objects.create(
        declaration=one,
        source=source,
        levy=levy.value,
        minor=minor,
        currency=one.currency,
        charge=owed.number,
        due_on=law.pay_by(on=today, deferred=one.deferred),
        state="open",
    )


def _tell(one: CustomsDeclaration, reached: DeclarationState, actor: Actor, now: datetime) -> None:
    """What belongs to reaching a state: the event, the goods, the certificate, the message."""
    link = f"/customs/declarations/{one.number}/"
    if reached is DeclarationState.RELEASED:
        happened(to=one, kind="released", actor=actor, now=now, detail={"deferred": one.deferred})
        queue.seal_certificate(number=one.number)
        begin(one=one, actor=actor, now=now)
        discharge_declared(one=one, actor=actor, now=now)
        if one.direction == Direction.IMPORT.value:
            let_goods_go(one=one, actor=actor, now=now)
    elif reached is DeclarationState.REFUSED:
        happened(to=one, kind="refused", actor=actor, now=now)
        let_go(one=one)
        end_what_was_asked(one=one, withdrawn=False, why="", now=now)
        notify(party=one.party, template="customs/refused", values={"number": one.number}, link=link, now=now)
    elif reached is DeclarationState.AWAITING_SECURITY:
        link = "/customs/guarantees/"
        notify(party=one.party, template="customs/unsecured", values={"number": one.number}, link=link, now=now)
    elif reached is DeclarationState.AWAITING_PAYMENT:
        values = {"number": one.number, "amount": one.payable}
        notify(party=one.party, template="customs/payable", values=values, link=link, now=now)
