"""Work a value out and keep how it was found."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.check import MOST_MINOR
from madang.systems.customs.domain.exchange_rates import NoExchangeRate
from madang.systems.customs.domain.find_value import ValueFacts, Worked, find_value
from madang.systems.customs.models import ValueDoubt, ValueStatement
from madang.systems.customs.usecases.declarations.lodge_declaration import declarant_name
from madang.systems.customs.usecases.valuation.content import plain
from madang.systems.customs.usecases.valuation.law import finding_law
from madang.systems.customs.usecases.valuation.refusals import DoubtDecided, NoSuchDoubt, NoValueFound
from madang.systems.customs.usecases.valuation.words import METHODS, WHYS


def work_out(*, facts: ValueFacts, now: datetime) -> Worked:
    """What the law of today makes of the facts; nothing is kept. Raises NoValueFound where a rate of exchange is missing, or an
    amount is more than a declaration may say."""
    try:
        worked = find_value(facts=facts, under=finding_law(on=timezone.localdate(now)))
    except NoExchangeRate as none:
        raise NoValueFound(faults=(Fault("", str(none), "customs.currency.rate"),), why=str(none)) from None
    if worked.found is not None and any(abs(step.amount) > MOST_MINOR for step in worked.found.steps):
        says = _("This amount is too large.")
        raise NoValueFound(faults=(Fault("", says, NoValueFound.code),), why=says)
    return worked


@transaction.atomic
def state_value(*, facts: ValueFacts, commodity: str, description: str, actor: Actor, now: datetime) -> ValueStatement:
    """A trader states how the value of its goods is found. Raises Forbidden, NoValueFound."""
    party = actor.party
    if party is None:
        raise Forbidden
    require(actor, "customs.declare", str(party))
    return _kept(facts, (commodity, description), (party, declarant_name(actor=actor)), actor, now, by_customs=False)


@transaction.atomic
def state_value_for(*, doubt: str, facts: ValueFacts, actor: Actor, now: datetime) -> ValueStatement:
    """An officer works out the value that shall stand in the place of a doubted one; the last counts. Raises NoSuchDoubt,
    Forbidden, DoubtDecided, NoValueFound."""
    rows = ValueDoubt.objects.select_for_update(of=("self",)).select_related("declaration")
    held = rows.filter(number=doubt[:20]).first() if doubt.isprintable() else None
    if held is None:
        raise NoSuchDoubt
    one = held.declaration
    require(actor, "customs.decide", one.office_code)
    if held.state != "open":
        raise DoubtDecided(doubt=held.number)
    goods = (str(held.before["commodity"]), str(held.before.get("description") or ""))
    made = _kept(facts, goods, (one.party, one.party_name), actor, now, by_customs=True)
    held.statement = made
    held.save(update_fields=["statement"])
    return made


def said_failed(*, worked: Worked) -> str:
    """Why each method fails, in one sentence each."""
    return " ".join(
        _("{method}: {reasons}.").format(
            method=METHODS[one.method], reasons=", ".join(str(WHYS[reason.why]) for reason in one.reasons)
        )
        for one in worked.failed
    )


def _kept(
    facts: ValueFacts,
    goods: tuple[str, str],
    whose: tuple[Party, str],
    actor: Actor,
    now: datetime,
    *,
    by_customs: bool,
) -> ValueStatement:
    worked = work_out(facts=facts, now=now)
    if worked.found is None:
        why = said_failed(worked=worked)
        raise NoValueFound(faults=(Fault("", why, NoValueFound.code),), why=why)
    under = finding_law(on=timezone.localdate(now))
    party, name = whose
    made = ValueStatement.objects.create(
        number=f"V{now:%Y}-{random_symbols(count=8)}",
        party_kind=party.kind.value,
        party_key=party.key,
        party_name=name[:200],
        commodity=goods[0],
        description=goods[1][:200],
        facts=plain(of=facts),
        worked=plain(of=worked),
        method=worked.found.method.value,
        value_minor=worked.found.value,
        currency=under.currency,
        worked_on=under.on,
        by_customs=by_customs,
        made_by=officer(actor),
        made_at=now,
    )
    detail = {"method": made.method, "minor": made.value_minor}
    record(actor=actor, action="customs.value_stated", target=f"value:{made.number}", detail=detail, now=now)
    return made
