"""What a budget expects to come in, and what came in."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.money.domain.journal import CASH
from madang.framework.money.models import Line
from madang.framework.values import Fault, Refusal
from madang.systems.treasury.domain.control import LARGEST
from madang.systems.treasury.domain.formulation import State
from madang.systems.treasury.domain.revenue_budget import BY_GOVERNMENT, Beside
from madang.systems.treasury.models import Budget, RevenueEstimate
from madang.systems.treasury.usecases.accounting_rules import year_days
from madang.systems.treasury.usecases.formulate import locked


class EstimateUnfit(Refusal):
    """The estimate can not be one."""

    code = "treasury.estimate_unfit"
    says = _("The estimate was not recorded. Correct what is listed.")
    status = 422


def expect(
    *, budget: Budget, code: str, minor: int, basis: str, actor: Actor, now: datetime, motion: str = ""
) -> RevenueEstimate:
    """From now on the budget expects `minor` of the class. The budget office says it until the budget is before parliament,
    parliament afterwards with its motion. Raises Forbidden, NotInThisState, EstimateUnfit.
    """
    by_government = State(budget.state) in BY_GOVERNMENT
    require(actor, "treasury.formulate" if by_government else "treasury.vote")
    wanted = State(budget.state) if by_government else State.PROPOSED
    with transaction.atomic():
        held = locked(budget=budget, state=wanted)
        change = minor - expected(budget=held).get(code, 0)
        _require_fit(code, minor, change, basis, motion, by_government=by_government)
        made = RevenueEstimate.objects.create(
            budget=held,
            code=code,
            minor=change,
            basis=basis.strip()[:300],
            authority="" if by_government else motion.strip()[:200],
            at=now,
            by=officer(actor),
        )
        detail = {"code": code, "minor": minor}
        audit.record(actor=actor, action="treasury.expect", target=f"budget:{held}", detail=detail, now=now)
    return made


def _require_fit(code: str, minor: int, change: int, basis: str, motion: str, *, by_government: bool) -> None:
    wrong = (
        ("code", code not in pack().data("treasury/revenue")["receipts"], _("The country knows no such class.")),
        ("minor", not 0 <= minor <= LARGEST, _("Write an amount from nothing up.")),
        ("minor", change == 0, _("This is expected already.")),
        ("basis", not basis.strip(), _("Say how it was estimated.")),
        ("motion", not by_government and not motion.strip(), _("Name the motion of parliament.")),
    )
    faults = tuple(Fault(place, str(says), EstimateUnfit.code) for place, faulty, says in wrong if faulty)
    if faults:
        raise EstimateUnfit(faults=faults)


def expected(*, budget: Budget) -> dict[str, int]:
    """What the budget expects of each class."""
    rows = (
        RevenueEstimate.objects.filter(budget=budget).values_list("code").annotate(total=Sum("minor")).order_by("code")
    )
    return {code: int(total) for code, total in rows}


def beside(*, budget: Budget) -> tuple[Beside, ...]:
    """Each class of the country: what the budget expects, and what the cash book says that came in of it in the year."""
    first, last = year_days(year=budget.year)
    rows = Line.objects.filter(
        entry__book=CASH, entry__booked_on__range=(first, last), coding__startswith="revenue/", currency=pack().currency
    )
    # The revenue side of each entry; its other side, bank, suspense, transit or deposits, bears the same coding.
    rows = rows.exclude(account__in=("cash.bank", "cash.receipts_unknown", "cash.transit", "cash.deposits"))
    came = {
        coding.partition("/")[2]: -int(total) for coding, total in rows.values_list("coding").annotate(Sum("minor"))
    }
    told = expected(budget=budget)
    codes = sorted({*pack().data("treasury/revenue")["receipts"], *told, *came})
    return tuple(Beside(code=code, expected=told.get(code, 0), came=came.get(code, 0)) for code in codes)
