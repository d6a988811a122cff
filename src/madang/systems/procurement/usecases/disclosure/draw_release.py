"""Draw the body of a release from the rows as they stand.

What goes out is listed here, field by field. Officials, drafts, offers, devices, the base price, the reserve price, reasons of
evaluation and suppliers' addresses have no field, so they cannot go out by mistake; bidders are named once bids are opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.conf import settings
from django.urls import reverse

from madang.framework.law import pack, parameter
from madang.systems.procurement.domain.words import AwardBy, AwardState, Kind, Method, Step, TenderState
from madang.systems.procurement.formats import ocds
from madang.systems.procurement.models import Award, Contract, Supplier, Tender
from madang.systems.procurement.usecases.disclosure.gather import Told, gather, office_names

AMENDS_TENDER = frozenset({Step.TENDER_AMENDMENT, Step.TENDER_CANCELLATION})
AMENDS_CONTRACT = frozenset({Step.CONTRACT_AMENDMENT})


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
        self.supplier_scheme = str(parameter("procurement.disclosure.supplier_scheme", on=now.date()))
        self.office_scheme = str(parameter("procurement.disclosure.office_scheme", on=now.date()))
        buyers = {one.tender.buyer for one in self.told.values() if one.tender}
        buyers |= {contract.buyer for one in self.told.values() for contract in one.contracts}
        self.offices = office_names(codes=buyers)

    def draw(self, *, ocid: str, key: str, step: Step, now: datetime, earlier: Sequence[Earlier] = ()) -> ocds.Json:
        """The body of one release; `earlier` are the releases of this ocid before it, oldest first."""
        told = self.told[ocid]
        tender = told.tender if told.tender is not None and told.tender.published_at is not None else None
        buyer = tender.buyer if tender else told.contracts[0].buyer if told.contracts else ""
        office = self._office(buyer) if buyer else None
        chain = [*earlier, Earlier(key=key, step=step, at=now)]
        return ocds.release(
            ocid=ocid,
            key=key,
            at=now,
            tag=step.value,
            language=self.language,
            parties=self._parties(told, office),
            buyer=office,
            planning=_planning(tender) if tender else None,
            tender=self._tender(told, tender, office, chain) if tender and office else None,
            awards=[*(self._award(told, one) for one in told.awards), *self._direct_awards(told)],
            contracts=[self._contract(told, one, chain) for one in told.contracts],
        )

    def _office(self, code: str) -> ocds.Party:
        name = self.offices.get(code, code)
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
            )
            for item in listed
        )

    def _tender(self, told: Told, tender: Tender, office: ocds.Party, chain: Sequence[Earlier]) -> ocds.Json:
        method, opens = Method(tender.method), ocds.moment(tender.opens_at)
        published = ocds.moment(tender.published_at)
        return ocds.filled(
            id=tender.number,
            title=tender.title,
            description=tender.description,
            status=TenderState(tender.state).ocds,
            procuringEntity=ocds.reference(office),
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
            amendments=_amendments(chain, AMENDS_TENDER, rationale=tender.reason),
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
        )

    def _direct_awards(self, told: Told) -> list[ocds.Json]:
        """The award of a contract that has none (an order of the e-mall): the standard wants one of every contract."""
        return [
            ocds.filled(
                id=f"{one.number}-award",
                title=one.title,
                status=AwardState.ACTIVE.value,
                date=ocds.moment(one.made_at),
                value=self._value(one.minor, one.currency),
                suppliers=[ocds.reference(self._supplier(one.supplier))],
            )
            for one in told.contracts
            if one.award is None
        ]

    def _contract(self, told: Told, one: Contract, chain: Sequence[Earlier]) -> ocds.Json:
        return ocds.filled(
            id=one.number,
            awardID=one.award.number if one.award else f"{one.number}-award",
            title=one.title,
            status=one.state,
            period=ocds.period(start=ocds.day(one.starts_on), end=ocds.day(one.ends_on)),
            value=self._value(one.minor, one.currency),
            items=self._items(told, [one.award.lot_id]) if one.award else [],
            dateSigned=ocds.moment(one.signed_at),
            amendments=_amendments(chain, AMENDS_CONTRACT) if len(told.contracts) == 1 else [],
        )


def _awarded(tender: Tender) -> bool:
    return tender.state == TenderState.AWARDED.value


def _planning(tender: Tender) -> ocds.Json | None:
    return {"budget": {"id": tender.budget_line}} if tender.budget_line else None


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


def _amendments(chain: Sequence[Earlier], steps: frozenset[Step], *, rationale: str = "") -> list[ocds.Json]:
    """Each release that amends, with the one before it; the reason of a cancellation is public."""
    return [
        ocds.filled(
            id=after.key,
            date=ocds.moment(after.at),
            rationale=rationale if after.step is Step.TENDER_CANCELLATION else "",
            amendsReleaseID=before.key,
            releaseID=after.key,
        )
        for before, after in pairwise(chain)
        if after.step in steps
    ]
