"""A service's declaration: what the owner's code offers, described by the country's law.

`countries/<code>/<system>/services.yaml` holds, by service code, the texts and the keys of dated parameters:

    population.abstract:
      title: {en: Resident register abstract, ko: 주민등록표 초본}
      summary: {en: ..., ko: ...}
      agency: {en: ..., ko: ...}
      statute: {en: Resident Registration Act art. 29, ko: 주민등록법 제29조}
      category: residence
      fee: {online: population.fees.abstract_online, counter: population.fees.abstract}   # parameter keys; left out is free
      waivers: [{en: ..., ko: ...}]
      working_days: population.deadlines.abstract                                         # parameter key; left out: none set
      who_may_apply: {en: ..., ko: ...}
      applicants: [person]
      by_proxy: true
      channels: [online, counter]
      data_needed: [{en: ..., ko: ...}]
      keywords: {ko: [초본, 주민등록], en: [abstract, address history]}
      life_events: [moving]
"""

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from madang.contracts.services_v1 import Fee, ServiceDeclaration, Texts
from madang.framework.law import Pack, citation, parameter
from madang.framework.values import Money

if TYPE_CHECKING:
    from madang.exchange.services import Offer


class Description(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `services.yaml`."""

    title: Texts
    summary: Texts
    agency: Texts
    statute: Texts
    who_may_apply: Texts
    category: str
    fee: dict[str, str] = {}
    waivers: list[Texts] = []
    working_days: str = ""
    applicants: tuple[str, ...] = ("person",)
    by_proxy: bool = True
    channels: tuple[str, ...] = ("online", "counter")
    data_needed: list[Texts] = []
    keywords: dict[str, list[str]] = {}
    life_events: list[str] = []
    sources: list[str] = []
    """Publications of the pack's `sources.yaml` that this entry was checked against; none: nobody has checked it."""


@lru_cache(maxsize=64)
def descriptions(*, pack_code: str, system: str) -> dict[str, Description]:
    """Every service that the pack describes for `system`. Raises msgspec.ValidationError naming the faulty place."""
    from madang.framework.law import load_pack

    found: Any = load_pack(pack_code).data(f"{system}/services") or {}
    return msgspec.convert(found, dict[str, Description])


def _fee(*, description: Description, on: date) -> Fee:
    amounts: dict[str, Money] = {}
    cites: list[str] = []
    for channel, key in description.fee.items():
        amounts[channel] = parameter(key, on=on)
        cites.append(citation(key, on=on))
    return Fee(
        online=amounts.get("online"),
        counter=amounts.get("counter"),
        cite="; ".join(dict.fromkeys(cites)),
        waivers=tuple(description.waivers),
    )


def declaration(*, offer: "Offer", pack: Pack, now: datetime) -> ServiceDeclaration | None:
    """The declaration of an offer on this day by this country's law; None where the country does not have the service."""
    description = descriptions(pack_code=pack.code, system=offer.system).get(offer.code)
    if description is None:
        return None
    on = now.astimezone(ZoneInfo(pack.time_zone)).date()
    days = description.working_days
    return ServiceDeclaration(
        code=offer.code,
        owner=offer.system,
        kind=offer.kind,
        title=description.title,
        summary=description.summary,
        agency=description.agency,
        statute=description.statute,
        fee=_fee(description=description, on=on),
        working_days=int(parameter(days, on=on)) if days else None,
        days_cite=citation(days, on=on) if days else "",
        who_may_apply=description.who_may_apply,
        applicants=description.applicants,
        by_proxy=description.by_proxy,
        channels=description.channels,
        data_needed=tuple(description.data_needed),
        keywords={language: tuple(words) for language, words in description.keywords.items()},
        category=description.category,
        life_events=tuple(description.life_events),
        fields=offer.fields,
    )
