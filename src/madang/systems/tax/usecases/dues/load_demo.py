"""Dues of the demonstration: paid, overdue, split, assessed and disputed, set off."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.values import Money, Party, Refusal
from madang.systems.tax.domain.disputes import DisputeKind
from madang.systems.tax.domain.words import DueReason, Role, Tax
from madang.systems.tax.models import Assessment, Due, Refund, Return, Taxpayer
from madang.systems.tax.usecases.dues.assess_taxpayer import Finding, approve_assessment, assess_taxpayer
from madang.systems.tax.usecases.dues.decide_refund import grant_refund
from madang.systems.tax.usecases.dues.dispute_assessment import dispute_assessment
from madang.systems.tax.usecases.dues.open_refund import open_refund
from madang.systems.tax.usecases.dues.pay_later import ask_extension, choose_instalments, plan
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.registration.register_taxpayer import register_taxpayer
from madang.systems.tax.usecases.returns.amend_return import amend_return
from madang.systems.tax.usecases.returns.file_return import file_return
from madang.systems.tax.usecases.returns.load_demo import YEARS

MACHINE = system_actor(SYSTEM)
OFFICER, REVIEWER = system_actor("tax.demo.officer"), system_actor("tax.demo.reviewer")
COLLECTOR = system_actor("tax.demo.collector")
MARK = "DEMO-REFUND-1"
# Minor units by which the invented sums are multiplied, by the digits of the currency.
SCALE = {0: 10_000, 2: 1_000}


def load_dues_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many dues there are then."""
    if not Refund.objects.filter(source=MARK).exists():
        today, won = timezone.localdate(now), SCALE.get(pack().currency_digits, 1_000)
        _hana(today, won, now)
        _dohyun(today, now)
        _minsu(today, won, now)
        _sora(today, won, now)
    return Due.objects.count()


def _whose(login: str, now: datetime) -> Taxpayer:
    row = next(one for one in pack().data("demo")["residents"] if one["login"] == login)
    native = f"{row['family']['native']}{row['given']['native']}"
    return register_taxpayer(
        party=Party.person(row["person"]), name=native, roles=(Role.INCOME,), actor=MACHINE, now=now
    )


def _hana(today: date, won: int, now: datetime) -> None:
    """What she earned beside her wages she returned afterwards, twice: the first she paid, the second is overdue. The office
    found more in an earlier year, which she asks to pay later.
    """
    owner = _whose("hana", now)
    for days, revenue, pays in ((100, 500 * won, True), (45, 800 * won, False)):
        made = _amended(owner, {"business_revenue": revenue}, now - timedelta(days=days))
        for due in Due.objects.filter(source=made.number) if made and pays else ():
            take_transfer(
                number=due.charge,
                amount=Money(due.minor, due.currency),
                reference=f"demo-{due.number}",
                in_suspense=False,
                now=now - timedelta(days=days),
            )
    found = replace(_finding(today, 18 * won), period=str(today.year - 3))
    made_due = approve_assessment(
        assessment=assess_taxpayer(taxpayer=owner, finding=found, actor=OFFICER, now=now), actor=REVIEWER, now=now
    )
    ground = "입원 치료로 소득이 끊겼습니다. / In hospital, without income."
    until = made_due.due_on + timedelta(days=60)
    ask_extension(due=made_due, until=until, ground=ground, actor=MACHINE, now=now)


def _amended(owner: Taxpayer, more: Mapping[str, int], at: datetime) -> Return | None:
    """The return of the first demonstration year with other facts; None where the country's law lets none be filed so."""
    try:
        first = _filed(owner)
        facts = {**first.facts, **more}
        return amend_return(
            taxpayer=owner, tax=Tax.INCOME, period=first.period, facts=facts, sources={}, actor=MACHINE, now=at
        )
    except Refusal:
        return None


def _filed(owner: Taxpayer) -> Return:
    """What was filed in time: as the returns' demonstration has it, or by wages alone."""
    known = Return.objects.filter(taxpayer=owner, tax=Tax.INCOME.value, period=str(YEARS[0])).first()
    if known is not None:
        return known
    wages = 58_400_000 // _won_of_a_unit()
    facts = {"wages": wages, "wages_withheld": wages // 10}
    at = datetime(YEARS[0] + 1, 5, 20, 3, tzinfo=UTC)
    return file_return(
        taxpayer=owner, tax=Tax.INCOME, period=str(YEARS[0]), facts=facts, sources={}, actor=MACHINE, now=at
    )


def _won_of_a_unit() -> int:
    return 1 if pack().currency_digits == 0 else 10


def _dohyun(today: date, now: datetime) -> None:
    """He returned today what his shop earned more than he had said: a sum so large that it is split."""
    made = _amended(_whose("dohyun", now), {"business_revenue": 240_000_000 // _won_of_a_unit()}, now)
    for due in Due.objects.filter(source=made.number, reason=DueReason.RETURN.value) if made else ():
        if plan(due=due, on=today):
            choose_instalments(due=due, actor=MACHINE, now=now)


def _finding(today: date, minor: int) -> Finding:
    return Finding(
        tax=Tax.INCOME,
        period=str(today.year - 2),
        minor=minor,
        facts="임대 수입 일부가 신고되지 않았음. / Part of the rents was not returned.",
        reasons="입금 내역이 신고한 수입보다 많음. / More was received than returned.",
        law="Income Tax Act art. 80 (2)",
    )


def _minsu(today: date, won: int, now: datetime) -> None:
    """An assessment that is disputed, and one that waits for a reviewer."""
    owner = _whose("minsu", now)
    made = assess_taxpayer(taxpayer=owner, finding=_finding(today, 320 * won), actor=OFFICER, now=now)
    approve_assessment(assessment=made, actor=REVIEWER, now=now)
    dispute_assessment(
        assessment=Assessment.objects.get(pk=made.pk),
        kind=DisputeKind.OBJECTION,
        asked_minor=110 * won,
        ground="보증금 반환액이 수입으로 잡혔습니다. / A deposit that went back was counted as rent.",
        actor=MACHINE,
        now=now,
    )
    assess_taxpayer(taxpayer=_whose("soonja", now), finding=_finding(today, 64 * won), actor=OFFICER, now=now)


def _sora(today: date, won: int, now: datetime) -> None:
    """What she earned beside her wages she returned afterwards and has not paid: a refund paid what was overdue. Another refund
    waits for a collector.
    """
    owner = _whose("sora", now)
    _amended(owner, {"business_revenue": 100 * won}, now - timedelta(days=20))
    period = str(today.year - 1)
    grant_refund(refund=_refund(owner, period, MARK, 52 * won, now), actor=COLLECTOR, now=now)
    _refund(_whose("soonja", now), period, "DEMO-REFUND-2", 9 * won, now)


def _refund(owner: Taxpayer, period: str, source: str, minor: int, now: datetime) -> Refund:
    return open_refund(
        taxpayer=owner,
        tax=Tax.INCOME,
        period=period,
        source=source,
        minor=minor,
        actor=MACHINE,
        now=now,
        account="004-12345678901",
        holder=owner.name,
    )
