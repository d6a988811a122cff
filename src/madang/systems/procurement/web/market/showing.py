"""Tenders as pages show them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from madang.framework.audit.spoken import spoken
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.tables import Column
from madang.framework.values import Money
from madang.systems.procurement.domain.deadlines import days_left
from madang.systems.procurement.domain.units import unit_title
from madang.systems.procurement.domain.words import AwardBy, Kind, Method, TenderState
from madang.systems.procurement.models import ClosingExtension, Correction, Tender
from madang.systems.procurement.usecases.market.estimate_price import item_estimates
from madang.systems.procurement.usecases.market.law import class_titles, grounds, urgencies
from madang.systems.procurement.usecases.market.wording import AWARDS_BY, KINDS, METHODS, STATES, title_in
from madang.systems.procurement.usecases.office_names import office_name
from madang.systems.procurement.web.list_parts import estimated

TONES = {
    TenderState.PUBLISHED: "success",
    TenderState.CANCELLED: "danger",
    TenderState.FAILED: "warning",
    TenderState.AWARDED: "primary",
}


def state_title(tender: Tender) -> str:
    """Where a tender stands."""
    return str(STATES[TenderState(tender.state)])


def tone_of(tender: Tender) -> str:
    """The colour of its state."""
    return TONES.get(TenderState(tender.state), "gray")


def left(*, tender: Tender, now: datetime) -> str:
    """How long bids are still taken, in words; nothing where they are not."""
    if tender.state != TenderState.PUBLISHED or tender.closes_at is None or tender.closes_at <= now:
        return ""
    days = days_left(closes_at=timezone.localtime(tender.closes_at), now=timezone.localtime(now))
    if days == 0:
        return str(_("closes today"))
    return ngettext("{days} day left", "{days} days left", days).format(days=days)


def standing_columns(*, now: datetime) -> tuple[Column, ...]:
    """What a list says of each tender: its price, its closing, and where it stands."""
    return (
        estimated(),
        Column(name="closes_at", title=_("Closes"), sort="closes_at", kind="moment"),
        Column(
            name="state",
            title=pgettext("tender", "State"),
            value=lambda one: left(tender=one, now=now) or state_title(one),
        ),
    )


def class_title(code: str) -> str:
    """A UNSPSC code with its title, or that of the next wider one that is known."""
    return f"{code} {title_in(titles=class_titles(code=code), otherwise='')}".strip()


def facts_of(*, tender: Tender, now: datetime) -> list[tuple[str, Any]]:
    """What the notice says at one glance."""
    today = timezone.localdate(now)
    ground = grounds(on=today).get(tender.ground)
    law = spoken(tender.basis)
    basis = f"{title_in(titles=ground.titles, otherwise='')} ({law})" if ground else law
    found: list[tuple[str, Any]] = [
        (_("Buyer of the tender"), office_name(code=tender.buyer)),
        (_("Kind"), KINDS[Kind(tender.kind)]),
        (_("Method"), METHODS[Method(tender.method)]),
        (_("Legal ground"), basis),
        (_("Award by"), AWARDS_BY[AwardBy(tender.award_by)]),
        (_("Estimated price"), written.money(Money(tender.estimated, tender.currency))),
    ]
    if tender.urgency:
        reason = urgencies(on=today).get(tender.urgency, {})
        found.append((_("Urgent because"), title_in(titles=reason, otherwise=tender.urgency)))
    if tender.category:
        found.append((_("Bidders must be registered in"), class_title(tender.category)))
    found.append((_("OCID"), tender.ocid))
    return found


def dates_of(*, tender: Tender) -> list[tuple[str, str]]:
    """The days of a tender in their order."""
    told = (
        (_("Published"), tender.published_at),
        (_("Site briefing"), tender.briefing_at),
        (_("Questions until"), tender.questions_until),
        (_("Bids close"), tender.closes_at),
        (_("Bids are opened"), tender.opens_at),
    )
    return [(label, written.moment(at)) for label, at in told if at is not None]


def lots_of(*, tender: Tender) -> list[dict[str, Any]]:
    """The lots with their items."""
    language = get_language() or "en"
    return [
        {
            "position": lot.position,
            "title": lot.title,
            "estimated": Money(lot.estimated, tender.currency),
            "base": Money(lot.base_price, tender.currency) if lot.base_price else None,
            "items": [
                {
                    "position": one.position,
                    "title": one.title,
                    "class": class_title(one.unspsc),
                    "quantity": written.number(one.quantity.normalize()),
                    "unit": unit_title(code=one.unit, language=language),
                }
                for one in sorted(lot.items.all(), key=lambda one: one.position)
            ],
        }
        for lot in tender.lots.order_by("position").prefetch_related("items")
    ]


def estimates_of(*, tender: Tender, now: datetime) -> list[dict[str, Any]]:
    """What the items of a draft cost before, and on how many awards that rests."""
    return [
        {
            "title": one.item.title,
            "price": Money(round(one.hint.unit_price), tender.currency) if one.hint else None,
            "minor": Money(one.minor, tender.currency) if one.minor is not None else None,
            "count": len(one.hint.rests_on) if one.hint else 0,
            "unspsc": one.item.unspsc,
            "unit": one.item.unit,
            "quantity": one.item.quantity,
        }
        for one in item_estimates(tender=tender, now=now)
    ]


def place_title(place: str) -> str:
    """A place of a notice as people call it."""
    named = {"title": _("Title"), "description": _("Description"), "questions_until": _("Questions until")}
    if place in named:
        return str(named[place])
    parts = place.split()
    if parts[2:3] == ["item"]:
        return str(_("Lot {lot}, item {item}")).format(lot=parts[1], item=parts[3])
    return str(_("Lot {number}")).format(number=parts[1])


def corrections_of(*, tender: Tender) -> list[dict[str, Any]]:
    """What was corrected, the newest first."""
    return [
        {
            "at": one.at,
            "reason": one.reason,
            "closes_from": one.closes_from,
            "closes_to": one.closes_to if one.closes_to != one.closes_from else None,
            "changes": list(_changes(one)),
        }
        for one in tender.corrections.order_by("-at", "-pk")
    ]


def _changes(one: Correction) -> Iterable[dict[str, str]]:
    for change in one.changes:
        was, becomes = change["was"], change["is"]
        if change["place"] == "questions_until":
            was, becomes = (written.moment(datetime.fromisoformat(text)) for text in (was, becomes))
        yield {"place": place_title(change["place"]), "was": was, "becomes": becomes}


def extensions_of(*, tender: Tender) -> list[dict[str, Any]]:
    """Why bids close later than announced, the newest first."""
    return [
        {
            "at": one.at,
            "closes_from": one.closes_from,
            "closes_to": one.closes_to,
            "reason": one.reason or _outage(one),
        }
        for one in tender.extensions.order_by("-at", "-pk")
    ]


def _outage(one: ClosingExtension) -> str:
    if one.down_from is None or one.down_until is None:
        return ""
    told = _("The service was down from {since} to {until}.")
    return told.format(since=written.moment(one.down_from), until=written.moment(one.down_until))


def form_page(
    request: ActorRequest, *, form: Any, title: str, lead: str, button: str, back: str, **more: Any
) -> HttpResponse:
    """A page with one form; faults are answered as unprocessable."""
    values = {"form": form, "title": title, "lead": lead, "button": button, "back": back, **more}
    return render(request, "procurement/market/form.html", values, status=422 if form.errors else 200)
