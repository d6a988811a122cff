"""What the pages of awards show, as plain values."""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import charts, written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Money
from madang.systems.procurement.domain.words import AwardBy, AwardState
from madang.systems.procurement.models import Award, Complaint, Lot, Ranking, ReservePrice, SealedScore
from madang.systems.procurement.usecases.award.rank_bids import latest_ranking

Given = dict[str, Any]
AWARD_STATES = {
    AwardState.PENDING.value: (gettext_lazy("stands still"), "warning"),
    AwardState.ACTIVE.value: (gettext_lazy("final"), "success"),
    AwardState.CANCELLED.value: (gettext_lazy("cancelled"), "danger"),
    AwardState.UNSUCCESSFUL.value: (gettext_lazy("nobody"), "gray"),
}
COMPLAINT_STATES = {
    "open": gettext_lazy("open: the award is suspended"),
    "upheld": gettext_lazy("upheld: the award is cancelled"),
    "dismissed": gettext_lazy("dismissed"),
}
WHY = {
    "": "",
    "draws": gettext_lazy("out: two different positions from 1 to 15 were not drawn"),
    "above_reserve": gettext_lazy("out: above the reserve price"),
    "below_limit": gettext_lazy("out: below the lower limit"),
    "unqualified": gettext_lazy("out: failed the review of qualification"),
    "above_agreement": gettext_lazy("out: above the price that its framework agreement allows"),
    "low_price": gettext_lazy("out: abnormally low, and not explained to satisfaction"),
    "costs": gettext_lazy("out: the yearly costs are missing or not as asked"),
    "technical_minimum": gettext_lazy("out: below the least points of the panel"),
}


def form_page(
    request: ActorRequest, *, form: forms.Form, do: Callable[[Given], HttpResponse], back: str, **shown: object
) -> HttpResponse:
    """A page with one form (`shown`: title, lead, button, what stands above it): `do` gets what was sent and says where to go
    then. What the form lacks and what `do` refuses stands in the form, answered as unprocessable.
    """
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            return do(form.cleaned_data)
    values = {"form": form, "back": back, **shown}
    return render(request, "procurement/award/form.html", values, status=422 if form.errors else 200)


def rounded(*, exact: str | None) -> str:
    """An exact value with four decimals at most, as people read it."""
    if exact is None:
        return ""
    value = Fraction(exact)
    shown = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
    return f"{shown.normalize():f}"


def lot_values(*, lot: Lot) -> dict[str, Any]:
    """Everything that the public may know of a lot's lottery, ranking and award."""
    ranking, held = latest_ranking(lot=lot), ReservePrice.objects.filter(lot=lot).first()
    tender = lot.tender
    opening = reverse("procurement:award_opening", args=[tender.number, lot.position]) if ranking else ""
    return {
        "position": lot.position,
        "title": lot.title,
        "lottery": _lottery(lot, held, ranking) if held else None,
        "ranking": _ranking(lot, ranking, held.minor if held else None) if ranking else [],
        "rated": held is not None and held.minor is not None,
        "points": tender.award_by == AwardBy.BEST_VALUE.value,
        "cost": tender.award_by == AwardBy.LIFECYCLE_COST.value,
        "opening": opening,
        "seals": _seals(lot),
        "awards": [_award(one) for one in Award.objects.filter(lot=lot).select_related("supplier").order_by("-pk")],
        "complain": reverse("procurement:complain", args=[tender.number, lot.position]),
    }


def _lottery(lot: Lot, held: ReservePrice, ranking: Ranking | None) -> dict[str, Any]:
    currency = lot.tender.currency
    facts: list[tuple[object, object]] = [
        (_("Promised before closing (SHA-256)"), held.commitment),
        (_("Promised at"), written.moment(held.committed_at)),
    ]
    if held.base:
        facts.append((_("Base amount"), written.money(Money(held.base, currency))))
        facts.append((_("Range"), f"± {rounded(exact=held.percent)} %"))
    if held.revealed_at is not None:
        facts += [(_("Seed"), held.seed), (_("Revealed at"), written.moment(held.revealed_at))]
    if held.minor is not None:
        facts.append((_("Reserve price"), written.money(Money(held.minor, currency))))
    limit = ranking.opening["lottery"]["limit"] if ranking else None
    if ranking and limit is not None:
        percent = rounded(exact=ranking.opening["rules"]["lower_limit"])
        facts.append((_("Lower limit ({percent} %)").format(percent=percent), written.money(Money(limit, currency))))
    drawn = bool(held.prices)
    return {
        "facts": facts,
        "chart": _chart(held) if drawn else "",
        "prices": [_price(held, position, currency) for position in range(1, 16)] if drawn else [],
        "average": Money(held.minor, currency) if held.minor is not None else None,
    }


def _price(held: ReservePrice, position: int, currency: str) -> dict[str, Any]:
    return {
        "position": position,
        "price": Money(held.prices[position - 1], currency),
        "count": held.counts[position - 1],
        "chosen": position in held.chosen,
    }


def _chart(held: ReservePrice) -> Any:
    """How often each position was drawn; the four that count are a series of their own."""
    positions = range(1, 16)
    counted = tuple(held.counts[one - 1] if one in held.chosen else None for one in positions)
    others = tuple(None if one in held.chosen else held.counts[one - 1] for one in positions)
    return charts.bar(
        title=_("How often each preliminary price was drawn"),
        labels=[str(one) for one in positions],
        series=[
            charts.Series(title=_("Averaged"), values=counted),
            charts.Series(title=_("Not averaged"), values=others),
        ],
    )


def _ranking(lot: Lot, ranking: Ranking, reserve: int | None) -> list[dict[str, Any]]:
    """The places, with each price as a percentage of the reserve price where one was drawn (the rate of the bid)."""
    bids = {one["number"]: one for one in ranking.opening["bids"]}
    currency = lot.tender.currency
    return [
        {
            "place": one["place"] or "–",
            "bid": one["bid"],
            "name": bids[one["bid"]]["name"],
            "price": Money(bids[one["bid"]]["price"], currency),
            "rate": rounded(exact=str(Fraction(100 * bids[one["bid"]]["price"], reserve))) if reserve else "",
            "draws": ", ".join(str(draw) for draw in bids[one["bid"]]["draws"]),
            "value": rounded(exact=one["value"]),
            "why": WHY.get(one["why"], one["why"]),
        }
        for one in ranking.opening["ranking"]
    ]


def _seals(lot: Lot) -> list[dict[str, Any]]:
    sealed = SealedScore.objects.filter(lot=lot).select_related("member").order_by("member__position")
    return [
        {
            "label": one.member.position,
            "sha256": one.sha256,
            "at": one.sealed_at,
            "revealed": one.revealed_at is not None,
        }
        for one in sealed
    ]


def _award(one: Award) -> dict[str, Any]:
    state, tone = AWARD_STATES[one.state]
    complaints = Complaint.objects.filter(award=one).order_by("pk")
    return {
        "number": one.number,
        "name": one.supplier.name,
        "price": Money(one.minor, one.currency),
        "state": state,
        "tone": tone,
        "reasons": one.reasons,
        "decided_at": one.decided_at,
        "until": one.standstill_until,
        "final_at": one.final_at,
        "pending": one.state == AwardState.PENDING.value,
        "complaints": [{"case": each.case, "state": COMPLAINT_STATES[each.state]} for each in complaints],
    }
