"""Tell the tax office what import tax a business paid (in Korea an import tax invoice, Value-Added Tax Act art. 35)."""

from datetime import datetime

from django.db.models import QuerySet, Sum
from django.utils import timezone

from madang.contracts.customs_v1 import ImportTaxed
from madang.exchange import announce
from madang.framework.values import Money, PartyKind
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.securing import CHARGED, share_due
from madang.systems.customs.domain.words import Direction, Levy
from madang.systems.customs.models import CustomsDeclaration, CustomsRefund, Levied
from madang.systems.customs.usecases.declarations.content import assessed_of


def tell_import(*, declaration: CustomsDeclaration, now: datetime) -> None:
    """In the transaction in which a payment of value-added tax came or ended; nothing for a person, who deducts nothing."""
    if declaration.direction != Direction.IMPORT or declaration.party_kind != PartyKind.BUSINESS:
        return
    paid = _sum(declaration.levies.filter(levy=Levy.VAT.value, state="paid"))
    paid -= _sum(declaration.refunds.filter(levy=Levy.VAT.value))
    assessed = assessed_of(content=declaration.assessed)
    base = taxed_base(assessed=assessed) + _missed_base(declaration, assessed) if paid else 0
    told = ImportTaxed(
        declaration=declaration.number,
        importer=declaration.party,
        office=declaration.office_code,
        base=Money(base, declaration.currency),
        tax=Money(paid, declaration.currency),
        paid_on=timezone.localdate(now),
    )
    announce(told, now=now)


def _sum(rows: QuerySet[Levied] | QuerySet[CustomsRefund]) -> int:
    return int(rows.aggregate(total=Sum("minor"))["total"] or 0)


def _missed_base(declaration: CustomsDeclaration, assessed: Assessed | None) -> int:
    """The base of tax that waited under a procedure and became due when its term was missed: the share of what was left."""
    told = {item.sequence: item for item in assessed.items} if assessed else {}
    base = 0
    for goods in declaration.secured.filter(state__in=[one.value for one in CHARGED]):
        item = told[goods.item]
        at_once = any(step.amount for step in item.steps if step.levy is Levy.VAT)
        whole = item.customs_value + sum(minor for levy, minor in item.suspended if levy is not Levy.VAT)
        # Where part of the tax was paid at once, its base was told whole then.
        if not at_once:
            base += share_due(minor=whole, quantity=goods.quantity, discharged=goods.discharged)
    return base


def taxed_base(*, assessed: Assessed | None) -> int:
    """The customs value of the taxed items and what else was levied on them (Value-Added Tax Act of Korea art. 29 (2))."""
    base = 0
    for item in assessed.items if assessed else ():
        tax = sum(step.amount for step in item.steps if step.levy is Levy.VAT)
        base += item.customs_value + item.total - tax if tax else 0
    return base
