"""Open a budget line, and allot it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.values import Fault, Refusal
from madang.framework.values.identifiers import new_key
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.models import BudgetLine
from madang.systems.treasury.usecases.classify import spendable
from madang.systems.treasury.usecases.move import lock, move, require_amount

DIMENSIONS = ("office", "activity", "economic", "function", "fund", "region")
CLASSIFIED = {
    "activity": Dimension.PROGRAMME,
    "economic": Dimension.ECONOMIC,
    "function": Dimension.FUNCTION,
    "fund": Dimension.FUND,
}


class UnknownCodes(Refusal):
    """The line names codes that the country's classification does not have."""

    code = "treasury.unknown_codes"
    says = _("The classification does not have these codes. Correct what is marked.")
    status = 422


def open_line(
    *, year: int, codes: Mapping[str, str], titles: Mapping[str, str], minor: int, actor: Actor, now: datetime
) -> BudgetLine:
    """The line with what parliament appropriated. Raises Forbidden, UnknownCodes, AmountUnfit."""
    require(actor, "treasury.appropriate")
    require_amount(minor=minor)
    require_known(codes=codes, year=year)

    with transaction.atomic():
        line = new_line(year=year, codes=codes, titles=titles)
        move(line=line, stage=Stage.APPROPRIATION, minor=minor, document=f"budget:{year}", actor=actor, now=now)
        detail = {"year": year, "minor": minor}
        audit.record(actor=actor, action="treasury.open_line", target=f"line:{line.code}", detail=detail, now=now)
    return line


def new_line(*, year: int, codes: Mapping[str, str], titles: Mapping[str, str]) -> BudgetLine:
    """An empty line in the caller's transaction; its first movement gives it money."""
    named = {name: codes.get(name, "") for name in DIMENSIONS}
    line = BudgetLine(year=year, currency=pack().currency, titles=dict(titles), **named)
    line.save(force_insert=True)
    return line


def allot(*, line: BudgetLine, minor: int, actor: Actor, now: datetime) -> None:
    """Let the spending unit commit a part of its line outside the quarterly plan (in Korea National Finance Act art. 43 (5)).

    Raises LimitExceeded.
    """
    require(actor, "treasury.appropriate")
    require_amount(minor=minor)
    with transaction.atomic():
        held = lock(line=line.pk)
        move(line=held, stage=Stage.ALLOTMENT, minor=minor, document=f"allotment:{new_key()}", actor=actor, now=now)
        detail = {"minor": minor}
        audit.record(actor=actor, action="treasury.allot", target=f"line:{held.code}", detail=detail, now=now)


def require_known(*, codes: Mapping[str, str], year: int) -> None:
    """Every code must be one of the fiscal year. Raises UnknownCodes with each that is not."""
    faults = tuple(
        Fault(name, str(_("The code '{code}' is unknown here.")).format(code=codes.get(name, "")), UnknownCodes.code)
        for name, dimension in CLASSIFIED.items()
        if codes.get(name, "") not in spendable(dimension=dimension, year=year)
    )
    if faults:
        raise UnknownCodes(faults=faults)
