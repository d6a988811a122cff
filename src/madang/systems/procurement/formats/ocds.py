"""Releases and packages of the Open Contracting Data Standard 1.1.5, from plain values.

Core fields, and those of the extensions for lots and bids. A field without a value is left out, as the standard asks; nothing
here is ever null or empty.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

VERSION = "1.1"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LOTS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"
BIDS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organization and what it is in this process; `scheme` is the list that gives out its `number`."""

    scheme: str
    number: str
    name: str
    roles: tuple[str, ...]
    country: str = ""

    @property
    def key(self) -> str:
        """The identifier by which the release refers to it."""
        return f"{self.scheme}-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is bought: `key` is unique in the tender, `unspsc` classifies, `unit` is a code of UN/ECE Recommendation 20. A plan
    knows neither quantity nor lot.
    """

    key: str
    title: str
    unspsc: str
    quantity: Decimal | None = None
    unit: str = ""
    lot: str = ""


def filled(**fields: Any) -> Json:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {}, ())}


def moment(at: datetime | None) -> str | None:
    """An instant as the standard writes it (RFC 3339, UTC)."""
    return None if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def day(on: date | None) -> str | None:
    """A day as the instant at which it begins."""
    return None if on is None else f"{on:%Y-%m-%d}T00:00:00Z"


def value(*, minor: int, currency: str, digits: int) -> Json:
    """A `Value`: the amount as a number in the currency's major unit."""
    amount = minor if digits == 0 else float(Decimal(minor).scaleb(-digits))
    return {"amount": amount, "currency": currency}


def period(*, start: str | None = None, end: str | None = None) -> Json | None:
    """A `Period`; None where neither end is known."""
    return filled(startDate=start, endDate=end) or None


def reference(party: Party) -> Json:
    """An `OrganizationReference`."""
    return {"id": party.key, "name": party.name}


def organizations(parties: Iterable[Party]) -> list[Json]:
    """The `parties` section: each organization once, with all that it is."""
    roles: dict[str, list[str]] = {}
    known: dict[str, Party] = {}
    for one in parties:
        known.setdefault(one.key, one)
        held = roles.setdefault(one.key, [])
        held.extend(role for role in one.roles if role not in held)
    return [
        filled(
            id=key,
            name=one.name,
            identifier={"scheme": one.scheme, "id": one.number, "legalName": one.name},
            address=filled(countryName=one.country),
            roles=roles[key],
        )
        for key, one in known.items()
    ]


def items(listed: Iterable[Item]) -> list[Json]:
    """The `items` of a section, classified by UNSPSC and counted in units of UN/CEFACT."""
    return [
        filled(
            id=one.key,
            description=one.title,
            classification={"scheme": "UNSPSC", "id": one.unspsc},
            quantity=None if one.quantity is None else _number(one.quantity),
            unit={"scheme": "UNCEFACT", "id": one.unit} if one.unit else None,
            relatedLot=one.lot,
        )
        for one in listed
    ]


def _number(quantity: Decimal) -> int | float:
    return int(quantity) if quantity == quantity.to_integral_value() else float(quantity)


def related(processes: Iterable[tuple[str, str, str]]) -> list[Json]:
    """`relatedProcesses` from (relationship, ocid, title): codes of the codelist `relatedProcess`."""
    return [
        filled(id=ocid, relationship=[relationship], title=title, scheme="ocid", identifier=ocid)
        for relationship, ocid, title in processes
    ]


def release(
    *,
    ocid: str,
    key: str,
    at: datetime,
    tag: str,
    language: str,
    parties: Sequence[Party],
    buyer: Party | None,
    planning: Json | None = None,
    tender: Json | None = None,
    bids: Json | None = None,
    awards: Sequence[Json] = (),
    contracts: Sequence[Json] = (),
    related: Sequence[Json] = (),
) -> Json:
    """One release."""
    return filled(
        ocid=ocid,
        id=key,
        date=moment(at),
        tag=[tag],
        initiationType="tender",
        language=language,
        parties=organizations(parties),
        buyer=None if buyer is None else reference(buyer),
        planning=planning,
        tender=tender,
        bids=bids,
        awards=list(awards),
        contracts=list(contracts),
        relatedProcesses=list(related),
    )


def package_head(*, uri: str, publisher: Mapping[str, str], published_at: datetime) -> Json:
    """What a package says of itself; `releases` or `records` follow."""
    return {
        "uri": uri,
        "version": VERSION,
        "extensions": [LOTS, BIDS],
        "publishedDate": moment(published_at),
        "publisher": filled(**publisher),
        "license": LICENCE,
    }
