"""Draw the body of a release from the rows as they stand.

What goes out is listed here, field by field. Officials, drafts, what offers say, devices, the base price, the reserve price,
reasons of evaluation and suppliers' addresses have no field, so they cannot go out by mistake; bidders are named once bids are
opened, and prices follow when the law has them published.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from madang.framework.law import pack, parameter
from madang.systems.procurement.domain.words import AwardBy, AwardState, BidState, Kind, Method, Step, TenderState
from madang.systems.procurement.formats import ocds
from madang.systems.procurement.models import (
    Award,
    CallOff,
    Contract,
    Item,
    Lot,
    MallOrder,
    PlannedPurchase,
    Supplier,
    Tender,
)
from madang.systems.procurement.usecases.disclosure.draw_implementation import implementation
from madang.systems.procurement.usecases.disclosure.gather import Opened, Told, gather
from madang.systems.procurement.usecases.office_names import office_names

AMENDS_TENDER = frozenset({Step.TENDER_AMENDMENT, Step.TENDER_CANCELLATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A release of the same ocid, as the chain of amendments needs it."""

    key: str
    step: Step
    at: datetime


class Drawer:
    """Draws bodies for any number of ocids after one gathering."""

    def __init__(self, *, ocids: Sequence[str], now: datetime) -> None:
        self.told = gather(ocids=ocids)
        self.digits = pack().currency_digits
        self.language = pack().languages[0]
        self.country = pack().code.upper()
        today = timezone.localdate(now)
        self.supplier_scheme = str(parameter("procurement.disclosure.supplier_scheme", on=today))
        self.office_scheme = str(parameter("procurement.disclosure.office_scheme", on=today))
        self.offices = office_names(language=self.language, codes={one.buyer for one in self.told.values()})

    def draw(self, *, ocid: str, key: str, step: Step, now: datetime, earlier: Sequence[Earlier] = ()) -> ocds.Json:
        """The body of one release; `earlier` are the releases of this ocid before it, oldest first. Our own words in it are in
        the country's first language.
        """
        with translation.override(self.language):
            return self._body(ocid, key, step, now, earlier)

    def _body(self, ocid: str, key: str, step: Step, now: datetime, earlier: Sequence[Earlier]) -> ocds.Json:
        told = self.told[ocid].as_of(now)
        office = self._office(told.buyer) if told.buyer else None
        chain = [*earlier, Earlier(key=key, step=step, at=now)]
        return ocds.release(
            ocid=ocid,
            key=key,
            at=now,
            tag=step.value,
            language=self.language,
            parties=self._parties(told, office),
            buyer=office,
            planning=self._planning(told),
            tender=self._tender(told, office, chain) if office else None,
            bids=ocds.filled(details=[self._bid(one) for one in told.bids]),
            awards=[*(self._award(told, one) for one in told.awards), *self._direct_awards(told)],
            contracts=[self._contract(told, one, office, chain) for one in told.contracts if office],
            related=ocds.related(told.related),
        )

    def _office(self, code: str) -> ocds.Party:
        name = self.offices[code]
        roles = ("buyer", "procuringEntity", "payer")
        return ocds.Party(scheme=self.office_scheme, number=code, name=name, roles=roles, country=self.country)

    def _supplier(self, one: Supplier, *roles: str) -> ocds.Party:
        return ocds.Party(
            scheme=self.supplier_scheme, number=one.number, name=one.name, roles=roles, country=self.country
        )

    def _parties(self, told: Told, office: ocds.Party | None) -> list[ocds.Party]:
        bidders = [self._supplier(one, "tenderer") for one in told.bidders]
        winners = [self._supplier(one.supplier, "supplier") for one in told.awards]
        payees = [self._supplier(one.supplier, "supplier", "payee") for one in told.contracts]
        return [*([office] if office else []), *bidders, *winners, *payees]

    def _value(self, minor: int, currency: str) -> ocds.Json:
        return ocds.value(minor=minor, currency=currency, digits=self.digits)

    def _items(self, told: Told, lots: Sequence[int]) -> list[ocds.Json]:
        listed = [item for lot in lots for item in told.items.get(lot, ())]
        return ocds.items(
            ocds.Item(
                key=f"{item.lot.position}-{item.position}",
                title=item.title,
                unspsc=item.unspsc,
                quantity=item.quantity,
                unit=item.unit,
                lot=str(item.lot.position),
            )
            for item in listed
        )

    def _planning(self, told: Told) -> ocds.Json:
        """The budget, and the month of the notice as a milestone that is due on its last day."""
        plan, line = told.plan, told.tender.budget_line if told.tender else ""
        amount = self._value(plan.estimated, plan.currency) if plan else None
        return ocds.filled(
            budget=ocds.filled(id=line, amount=amount),
            milestones=[_notice_planned(plan, told.tender)] if plan else [],
        )

    def _tender(self, told: Told, office: ocds.Party, chain: Sequence[Earlier]) -> ocds.Json:
        if told.tender:
            return self._announced(told, told.tender, office, chain)
        return self._planned(told.plan, office) if told.plan else {}

    def _planned(self, plan: PlannedPurchase, office: ocds.Party) -> ocds.Json:
        """What a plan says of the tender to come. Its item becomes the first of the first lot."""
        method = Method(plan.method)
        item = ocds.Item(key="1-1", title=plan.title, unspsc=plan.unspsc)
        return ocds.filled(
            id=plan.ocid,
            title=plan.title,
            status="planned",
            procuringEntity=ocds.reference(office),
            items=ocds.items([item]) if plan.unspsc else [],
            value=self._value(plan.estimated, plan.currency),
            procurementMethod=method.ocds,
            procurementMethodDetails=method.value,
            mainProcurementCategory=Kind(plan.kind).value,
        )

    def _announced(self, told: Told, tender: Tender, office: ocds.Party, chain: Sequence[Earlier]) -> ocds.Json:
        method, opens = Method(tender.method), ocds.moment(tender.opens_at)
        published = ocds.moment(tender.published_at)
        return ocds.filled(
            id=tender.number,
            title=tender.title,
            description=tender.description,
            status=TenderState(tender.state).ocds,
            procuringEntity=ocds.reference(office),
            lots=[self._lot(told, tender, lot) for lot in told.lots],
            items=self._items(told, [lot.pk for lot in told.lots]),
            value=self._value(tender.estimated, tender.currency),
            procurementMethod=method.ocds,
            procurementMethodDetails=method.value,
            procurementMethodRationale=tender.basis,
            mainProcurementCategory=Kind(tender.kind).value,
            awardCriteria=AwardBy(tender.award_by).ocds,
            awardCriteriaDetails="; ".join(f"{one.title}: {one.points}" for one in told.criteria),
            submissionMethod=["electronicSubmission"],
            tenderPeriod=ocds.period(start=published, end=ocds.moment(tender.closes_at)),
            enquiryPeriod=ocds.period(start=published, end=ocds.moment(tender.questions_until)),
            awardPeriod=ocds.period(start=opens, end=ocds.moment(tender.ended_at) if _awarded(tender) else None),
            numberOfTenderers=len(told.bidders) or None,
            tenderers=[ocds.reference(self._supplier(one)) for one in told.bidders],
            documents=[_notice(tender, self.language)],
            amendments=_amendments([pair for pair in pairwise(chain) if pair[1].step in AMENDS_TENDER], told.reasons),
        )

    def _lot(self, told: Told, tender: Tender, lot: Lot) -> ocds.Json:
        won = any(one.lot_id == lot.pk and one.state == AwardState.ACTIVE.value for one in told.awards)
        lost = TenderState.FAILED if _awarded(tender) else TenderState(tender.state)
        return ocds.filled(
            id=str(lot.position),
            title=lot.title,
            status=(TenderState.AWARDED if won else lost).ocds,
            value=self._value(lot.estimated, tender.currency),
        )

    def _bid(self, one: Opened) -> ocds.Json:
        bid = one.bid
        price = self._value(bid.offer.minor, bid.offer.currency) if one.priced_from else None
        return ocds.filled(
            id=bid.number,
            date=ocds.moment(bid.received_at),
            status="valid" if bid.state == BidState.OPENED.value else "disqualified",
            tenderers=[ocds.reference(self._supplier(bid.supplier))],
            value=price,
            relatedLots=[str(bid.lot.position)],
        )

    def _award(self, told: Told, one: Award) -> ocds.Json:
        return ocds.filled(
            id=one.number,
            title=one.lot.title,
            status=AwardState(one.state).value,
            date=ocds.moment(one.decided_at),
            value=self._value(one.minor, one.currency),
            suppliers=[ocds.reference(self._supplier(one.supplier))],
            items=self._items(told, [one.lot_id]),
            relatedLots=[str(one.lot.position)],
        )

    def _direct_awards(self, told: Told) -> list[ocds.Json]:
        """The award of a contract that has none (an order): the standard wants one of every contract."""
        return [
            ocds.filled(
                id=f"{one.number}-award",
                title=one.title,
                status=AwardState.ACTIVE.value,
                date=ocds.moment(one.made_at),
                value=self._value(one.minor, one.currency),
                suppliers=[ocds.reference(self._supplier(one.supplier))],
                items=_ordered(one),
            )
            for one in told.contracts
            if one.award is None
        ]

    def _contract(self, told: Told, one: Contract, office: ocds.Party, chain: Sequence[Earlier]) -> ocds.Json:
        payee = self._supplier(one.supplier)
        return ocds.filled(
            id=one.number,
            awardID=one.award.number if one.award else f"{one.number}-award",
            title=one.title,
            status=one.state,
            period=ocds.period(start=ocds.day(one.starts_on), end=ocds.day(one.ends_on)),
            value=self._value(one.minor, one.currency),
            items=self._items(told, [one.award.lot_id]) if one.award else _ordered(one),
            dateSigned=ocds.moment(one.signed_at),
            implementation=implementation(contract=one, payer=office, payee=payee, value=self._value),
            amendments=_changes(one, chain),
        )


def _ordered(contract: Contract) -> list[ocds.Json]:
    """What an order of the e-mall, or under a framework, is for."""
    under: CallOff | None = getattr(contract, "call_off", None)
    if under is not None:
        return ocds.items(_called_off(under, one) for one in under.agreement.lot.items.all())
    order: MallOrder | None = getattr(contract, "mall_order", None)
    lines = sorted(order.lines.all(), key=lambda one: one.position) if order else []
    return ocds.items(
        ocds.Item(key=str(one.position), title=one.title, unspsc=one.item.unspsc, quantity=one.quantity, unit=one.unit)
        for one in lines
    )


def _called_off(under: CallOff, one: Item) -> ocds.Item:
    lot = str(under.agreement.lot.position)
    key = f"{lot}-{one.position}"
    return ocds.Item(key=key, title=one.title, unspsc=one.unspsc, quantity=under.quantity, unit=one.unit, lot=lot)


def _awarded(tender: Tender) -> bool:
    return tender.state == TenderState.AWARDED.value


def _notice_planned(plan: PlannedPurchase, tender: Tender | None) -> ocds.Json:
    last = date(plan.year, plan.month, monthrange(plan.year, plan.month)[1])
    met = ocds.moment(tender.published_at) if tender else None
    return ocds.filled(
        id="notice",
        title=_("Notice of the tender"),
        type="preProcurement",
        dueDate=ocds.day(last),
        dateMet=met,
        status="met" if met else "scheduled",
    )


def _notice(tender: Tender, language: str) -> ocds.Json:
    home = str(settings.MADANG_PUBLIC_URL).rstrip("/")
    return ocds.filled(
        id=f"{tender.number}-notice",
        documentType="tenderNotice",
        title=tender.title,
        url=f"{home}{reverse('procurement:what_happened', args=[tender.ocid])}",
        datePublished=ocds.moment(tender.published_at),
        format="text/html",
        language=language,
    )


def _changes(contract: Contract, chain: Sequence[Earlier]) -> list[ocds.Json]:
    """What changed this contract and why; the release that is amended says what value and end were before."""
    reasons = {one.in_force_at: one.reason for one in contract.changes.all() if one.in_force_at}
    told = [pair for pair in pairwise(chain) if pair[1].step is Step.CONTRACT_AMENDMENT and pair[1].at in reasons]
    return _amendments(told, reasons)


def _amendments(told: Sequence[tuple[Earlier, Earlier]], reasons: Mapping[datetime, str]) -> list[ocds.Json]:
    """Each release that amends, with the one before it and why: a reason is known by the instant of its release."""
    return [
        ocds.filled(
            id=after.key,
            date=ocds.moment(after.at),
            rationale=reasons.get(after.at, ""),
            amendsReleaseID=before.key,
            releaseID=after.key,
        )
        for before, after in told
    ]
