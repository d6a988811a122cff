"""Certificates of the tax office, which rest on returns and dues: income, no arrears, the base of VAT, what was paid."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from madang.contracts.services_v1 import FormField, Prefill
from madang.framework.documents import Document, DocumentKind, issue, register
from madang.framework.documents.wording import long_date
from madang.framework.identity.actor import Actor
from madang.framework.notify.amounts import written
from madang.framework.values import Money, Party, Refusal
from madang.systems.tax.domain.words import DueState, Tax
from madang.systems.tax.models import Due, Return, Taxpayer
from madang.systems.tax.usecases.dues.arrears import clearance_of, of_party, overdue
from madang.systems.tax.usecases.dues.papers import READERS, office_of
from madang.systems.tax.usecases.dues.wording import due_title
from madang.systems.tax.usecases.returns.in_force import in_force

INCOME = "tax.income_certificate"
CLEARANCE = "tax.clearance_certificate"
VAT_BASE = "tax.vat_base_certificate"
PAYMENTS = "tax.payments_certificate"
TITLES = {
    INCOME: gettext_lazy("Certificate of income"),
    CLEARANCE: gettext_lazy("Tax clearance certificate"),
    VAT_BASE: gettext_lazy("Certificate of the base of value-added tax"),
    PAYMENTS: gettext_lazy("Certificate of taxes paid"),
}
DAYS = {CLEARANCE: "tax.dues.clearance_days"}
YEAR = FormField(
    name="year",
    label={"en": "Year", "ko": "연도"},
    help={"en": "Four digits, for example 2025.", "ko": "네 자리로 적습니다. 예: 2025"},
    pattern=r"^20[0-9]{2}$",
    max_length=4,
)
OVERDUE = {
    "en": "Taxes are overdue, so no clearance can be certified. Pay them on the page of your taxes first.",
    "ko": "체납된 세금이 있어 납세증명을 할 수 없습니다. 먼저 나의 세금 화면에서 납부해 주십시오.",
}
# Amounts of which the base of value-added tax consists, as the return names them.
SALES = ("sales_invoiced", "sales_card", "sales_other", "sales_zero_rated", "sales_reduced")
# What a return of income tax names as received, and as spent to receive it.
RECEIVED = (
    *("wages", "business_revenue", "rent_revenue", "interest", "dividends", "public_pension", "private_pension"),
    "other_income",
)
SPENT = ("business_expenses", "rent_expenses", "other_expenses")


class NothingToCertify(Refusal):
    """There is no return, or something is overdue."""

    code = "tax.nothing_to_certify"
    says = gettext_lazy("The certificate was not issued. {why}")
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which certificate, about whom, of which year, in which language."""

    kind: str
    party: Party
    language: str
    year: str = ""
    idempotency_key: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What stands on the paper, and what a verifier compares."""

    rows: list[list[str]]
    head: list[str]
    records: list[list[str]]
    facts: dict[str, str]


def fields_of(kind: str) -> tuple[FormField, ...]:
    """The questions of a certificate."""
    return () if kind == CLEARANCE else (YEAR,)


def register_documents() -> None:
    """Make the kinds known."""
    for code, title in TITLES.items():
        register(
            DocumentKind(
                code=code,
                title=title,
                template="tax/dues/paper.typ",
                office=office_of,
                valid_days=DAYS.get(code, "tax.dues.certificate_days"),
                certifies=gettext_lazy("We certify that this agrees with the books of the tax office."),
                readers=READERS,
            )
        )


def prefill(*, kind: str, party: Party, now: datetime) -> Prefill:
    """Why a clearance cannot be had, told before anybody applies."""
    if kind == CLEARANCE and overdue(on=timezone.localdate(now), party=party).exists():
        return Prefill(refused_because=OVERDUE)
    return Prefill()


def issue_certificate(*, wanted: Wanted, actor: Actor, now: datetime) -> Document:
    """The sealed certificate. Outside a transaction. Raises NothingToCertify, and what the documents room refuses."""
    whose = Taxpayer.objects.filter(party_kind=wanted.party.kind.value, party_key=wanted.party.key).first()
    with override(wanted.language):
        drawn = DRAW[wanted.kind](wanted, now)
        named = [[pgettext("tax", "Name"), whose.name]] if whose else []
        content = {
            "rows": [*named, *drawn.rows],
            "head": drawn.head,
            "records": drawn.records,
            "none": pgettext("tax", "Nothing stands in the books."),
            "office": whose.office_code if whose else "",
        }
        if not drawn.head:
            del content["head"]
    return issue(
        kind=wanted.kind,
        party=wanted.party,
        content=content,
        facts=drawn.facts,
        language=wanted.language,
        actor=actor,
        now=now,
        idempotency_key=wanted.idempotency_key,
        holder=whose.name if whose else "",
    )


def _in_force(wanted: Wanted, tax: Tax) -> list[Return]:
    """The return that counts of each period of the year."""
    filed = Return.objects.filter(of_party(wanted.party), tax=tax.value, period__startswith=wanted.year)
    counted = list(in_force(returns=filed).values())
    if not wanted.year or not counted:
        raise NothingToCertify(why=_("No return of {year} is in the books.").format(year=wanted.year or "–"))
    return counted


def _sum(one: Return, names: tuple[str, ...]) -> int:
    return sum(int(one.facts.get(name, 0)) for name in names)


def _as_facts(rows: list[list[str]]) -> dict[str, str]:
    return {label: value for label, value in rows}  # noqa: C416 (dict() does not know that they are pairs)


def _certify_income(wanted: Wanted, now: datetime) -> Drawn:
    (one,) = _in_force(wanted, Tax.INCOME)[-1:]
    income = written(Money(_sum(one, RECEIVED) - _sum(one, SPENT), one.currency))
    tax = written(Money(one.tax_minor, one.currency))
    rows = [
        [pgettext("tax", "Year"), wanted.year],
        [pgettext("tax", "Receipts less expenses"), income],
        [pgettext("tax", "Tax"), tax],
    ]
    return Drawn(rows, [], [], _as_facts(rows))


def _certify_vat_base(wanted: Wanted, now: datetime) -> Drawn:
    found = _in_force(wanted, Tax.VAT)
    currency = found[0].currency
    records = [
        [one.period, written(Money(_sum(one, SALES), currency)), written(Money(one.tax_minor, currency))]
        for one in found
    ]
    total = written(Money(sum(_sum(one, SALES) for one in found), currency))
    rows = [[pgettext("tax", "Year"), wanted.year], [pgettext("tax", "Base of the year"), total]]
    head = [pgettext("tax", "Period"), pgettext("tax", "Base"), pgettext("tax", "Tax of the return")]
    return Drawn(rows, head, records, _as_facts(rows))


def _certify_clearance(wanted: Wanted, now: datetime) -> Drawn:
    told = clearance_of(party=wanted.party, now=now)
    if not told.clear or told.as_of is None or told.valid_until is None:
        raise NothingToCertify(why=OVERDUE["ko" if wanted.language.startswith("ko") else "en"])
    rows = [
        [pgettext("tax", "Arrears"), pgettext("tax", "none")],
        [pgettext("tax", "As of"), long_date(day=told.as_of, language=wanted.language)],
        [pgettext("tax", "To be relied on until"), long_date(day=told.valid_until, language=wanted.language)],
    ]
    facts = {pgettext("tax", "Arrears"): pgettext("tax", "none"), pgettext("tax", "As of"): told.as_of.isoformat()}
    return Drawn(rows, [], [], facts)


def _certify_payments(wanted: Wanted, now: datetime) -> Drawn:
    paid = Due.objects.filter(of_party(wanted.party), state=DueState.PAID.value)
    found = [one for one in paid.order_by("ended_at", "pk") if _day(one).year == int(wanted.year or 0)]
    records = [
        [
            _day(one).isoformat(),
            due_title(tax=one.tax, period=one.period, reason=one.reason),
            written(Money(one.minor, one.currency)),
        ]
        for one in found
    ]
    total = written(Money(sum(one.minor for one in found), found[0].currency)) if found else "0"
    rows = [[pgettext("tax", "Year"), wanted.year], [pgettext("tax", "Paid together"), total]]
    head = [pgettext("tax", "Paid on"), pgettext("tax", "For"), pgettext("tax", "Amount")]
    return Drawn(rows, head, records, _as_facts(rows))


def _day(one: Due) -> date:
    return timezone.localdate(one.ended_at) if one.ended_at else one.raised_on


DRAW: dict[str, Callable[[Wanted, datetime], Drawn]] = {
    INCOME: _certify_income,
    CLEARANCE: _certify_clearance,
    VAT_BASE: _certify_vat_base,
    PAYMENTS: _certify_payments,
}
