"""What a compiled release says, as people read it: the plan, the lots, the awards, the contracts and what was paid."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from babel.dates import format_skeleton
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.procurement.domain.units import unit_title
from madang.systems.procurement.domain.words import AwardState, ContractState, Method, Step
from madang.systems.procurement.formats.ocds import Json
from madang.systems.procurement.models import Release
from madang.systems.procurement.usecases.market.wording import METHODS
from madang.systems.procurement.web.award.showing import AWARD_STATES as AWARDS
from madang.systems.procurement.web.contract.words import STATES as CONTRACTS
from madang.systems.procurement.web.disclosure.words import bid_words, milestone_words, state_words, step_words
from madang.systems.procurement.web.market.showing import class_title

Facts = list[tuple[str, str]]


def facts_told(*, ocid: str, now: Json) -> Facts:
    """The process at one glance."""
    tender, planning = now.get("tender", {}), now.get("planning", {})
    method, status = tender.get("procurementMethodDetails", ""), tender.get("status", "")
    notice: Json = next(iter(planning.get("milestones", [])), {})
    return _said(
        (_("Process (ocid)"), ocid),
        (pgettext("office", "Buyer"), now.get("buyer", {}).get("name", "")),
        (pgettext("tender", "State"), state_words().get(status, status)),
        (_("Method"), str(METHODS[Method(method)]) if method else ""),
        (_("Notice planned for"), _month(notice)),
        (_("Planned budget"), _amount(planning.get("budget", {}).get("amount"))),
        (_("Budget line"), planning.get("budget", {}).get("id", "")),
        (_("Estimated price"), _amount(tender.get("value"))),
    )


def steps_told(*, releases: Sequence[Release]) -> list[Json]:
    """What happened, oldest first; where the same happened again and again, once from the first to the last."""
    found: list[Json] = []
    before: Json = {}
    for one in releases:
        says = _says(one, before)
        if found and found[-1]["says"] == says:
            found[-1]["until"] = one.at
        else:
            found.append({"says": says, "at": one.at, "until": one.at})
        before = one.body
    return found


def _says(one: Release, before: Json) -> str:
    """What the release tells that the one before it did not; else what its tag says."""
    more = _counted(one.body) - _counted(before)
    told = {
        (Step.TENDER_UPDATE, "bidders"): _("Bids were opened"),
        (Step.AWARD_UPDATE, "final"): _("The award became final"),
        (Step.IMPLEMENTATION, "met"): _("A part was delivered and accepted"),
        (Step.IMPLEMENTATION_UPDATE, "met"): _("A part was delivered and accepted"),
        (Step.IMPLEMENTATION_UPDATE, "paid"): _("A part was paid"),
    }
    found = [says for (step, what), says in told.items() if step == one.step and more[what]]
    return next(iter(found), step_words().get(one.step, one.step))


def _counted(body: Json) -> Counter[str]:
    done = [one.get("implementation", {}) for one in body.get("contracts", [])]
    return Counter(
        bidders=len(body.get("tender", {}).get("tenderers", [])),
        final=sum(one["status"] == AwardState.ACTIVE.value for one in body.get("awards", [])),
        met=sum(part["status"] == "met" for one in done for part in one.get("milestones", [])),
        paid=sum(bool(pay["value"]["amount"]) for one in done for pay in one.get("transactions", [])),
    )


def lots_told(*, now: Json) -> list[Json]:
    """Each lot with its items; what a plan knows of them stands without a lot."""
    tender = now.get("tender", {})
    lots = tender.get("lots", []) or ([{}] if tender.get("items") else [])
    return [
        {
            "position": lot.get("id", ""),
            "title": lot.get("title", ""),
            "state": state_words().get(lot.get("status", ""), ""),
            "estimated": _amount(lot.get("value")),
            "items": [_item(one) for one in tender.get("items", []) if one.get("relatedLot") == lot.get("id")],
        }
        for lot in lots
    ]


def bids_told(*, now: Json) -> list[Json]:
    """Who bid and, where the law has it told, for how much: each lot's lowest first."""
    lots = {one["id"]: one["title"] for one in now.get("tender", {}).get("lots", [])}
    told = sorted(
        now.get("bids", {}).get("details", []),
        key=lambda one: (one["relatedLots"], "value" not in one, one.get("value", {}).get("amount", 0)),
    )
    return [
        {
            "bidder": ", ".join(who["name"] for who in one["tenderers"]),
            "lot": ", ".join(lots.get(lot, lot) for lot in one["relatedLots"]),
            "value": _amount(one.get("value")),
            "state": bid_words()[one["status"]][0],
            "tone": bid_words()[one["status"]][1],
        }
        for one in told
    ]


def awards_told(*, now: Json) -> list[Json]:
    """Who won what; the award of an order of the e-mall is its contract, and is told there."""
    lots = {one["id"]: one["title"] for one in now.get("tender", {}).get("lots", [])}
    return [
        {
            "suppliers": ", ".join(who["name"] for who in one["suppliers"]),
            "lots": ", ".join(lots.get(lot, lot) for lot in one["relatedLots"]),
            "value": _amount(one["value"]),
            "state": AWARDS[one["status"]][0],
            "tone": AWARDS[one["status"]][1],
            "on": _day(one.get("date")),
        }
        for one in now.get("awards", [])
        if one.get("relatedLots")
    ]


def contracts_told(*, now: Json) -> list[Json]:
    """Each contract with what was to be delivered, what was paid, and what changed it."""
    suppliers = {one["id"]: ", ".join(who["name"] for who in one["suppliers"]) for one in now.get("awards", [])}
    return [_contract(one, suppliers.get(one["awardID"], "")) for one in now.get("contracts", [])]


def _contract(one: Json, supplier: str) -> Json:
    done = one.get("implementation", {})
    payments = done.get("transactions", [])
    paid, value = sum(pay["value"]["amount"] for pay in payments), one["value"]["amount"]
    facts = _said(
        (_("Supplier"), supplier),
        (pgettext("contract", "State"), str(CONTRACTS[ContractState(one["status"])])),
        (_("Value of the contract"), _amount(one["value"])),
        (_("Paid so far"), _amount({**one["value"], "amount": paid}) if payments else _("Nothing is paid yet.")),
        (_("Period"), " – ".join(_days(one.get("period", {})))),
        (_("Signed on"), _day(one.get("dateSigned"))),
    )
    return {
        "number": one["id"],
        "title": one["title"],
        "facts": facts,
        "percent": int(100 * paid / value) if payments else None,
        "items": [_item(thing) for thing in one.get("items", []) if "relatedLot" not in thing],
        "milestones": [_milestone(part) for part in done.get("milestones", [])],
        "payments": [_payment(pay) for pay in payments],
        "changes": [
            {"on": _day(change.get("date")), "why": change.get("rationale", "")} for change in one.get("amendments", [])
        ],
    }


def _milestone(one: Json) -> Json:
    says, tone = milestone_words()[one["status"]]
    due, met = _day(one.get("dueDate")), _day(one.get("dateMet"))
    told = [
        _("due {day}").format(day=due) if due else "",
        _("delivered {day}").format(day=met) if met else "",
    ]
    title = one.get("title") or pgettext("procurement", "Delivery")
    return {"title": title, "state": says, "tone": tone, "days": " · ".join(part for part in told if part)}


def _payment(one: Json) -> Json:
    said = _("paid on {day}").format(day=_day(one.get("date")))
    if not one["value"]["amount"]:
        said = _("The bank sent the payment back; it is made again.")
    return {"amount": _amount(one["value"]), "payee": one["payee"]["name"], "said": said}


def _item(one: Json) -> Json:
    quantity, language = one.get("quantity"), get_language() or "en"
    count = "" if quantity is None else written.number(quantity)
    unit = unit_title(code=one["unit"]["id"], language=language) if "unit" in one else ""
    return {
        "title": one["description"],
        "class": class_title(one["classification"]["id"]),
        "count": f"{count} {unit}".strip(),
    }


def _amount(value: Json | None) -> str:
    """An OCDS value as the reader's language writes it; empty where there is none."""
    if value is None:
        return ""
    return written.money(Money(round(float(value["amount"]) * 10 ** pack().currency_digits), value["currency"]))


def _day(text: str | None) -> str:
    """A day (which is told as its first instant) or an instant, as a day."""
    if not text:
        return ""
    if text.endswith("T00:00:00Z"):
        return written.day(date.fromisoformat(text[:10]))
    return written.day(datetime.fromisoformat(text))


def _days(period: Json) -> Iterator[str]:
    yield from filter(None, (_day(period.get("startDate")), _day(period.get("endDate"))))


def _month(notice: Json) -> str:
    if "dueDate" not in notice:
        return ""
    return format_skeleton("yMMMM", date.fromisoformat(notice["dueDate"][:10]), locale=written.locale())


def _said(*facts: tuple[str, str]) -> Facts:
    return [(name, text) for name, text in facts if text]
