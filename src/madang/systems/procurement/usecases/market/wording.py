"""Words of the market as people read them."""

from collections.abc import Mapping

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from madang.framework.ui import written
from madang.framework.values import Fault
from madang.systems.procurement.domain.deadlines import DateFault
from madang.systems.procurement.domain.drafts import DraftFault
from madang.systems.procurement.domain.words import AwardBy, Kind, Method, TenderState

STATES = {
    TenderState.DRAFT: gettext_lazy("Draft"),
    TenderState.PUBLISHED: gettext_lazy("Open for bids"),
    TenderState.CLOSED: gettext_lazy("Closed, not opened yet"),
    TenderState.OPENED: gettext_lazy("Opened"),
    TenderState.AWARDED: gettext_lazy("Awarded"),
    TenderState.CANCELLED: pgettext_lazy("tender", "Cancelled"),
    TenderState.FAILED: gettext_lazy("Ended without a bid"),
}
KINDS = {
    Kind.GOODS: pgettext_lazy("tender", "Goods"),
    Kind.SERVICES: pgettext_lazy("tender", "Services"),
    Kind.WORKS: pgettext_lazy("tender", "Works"),
}
METHODS = {
    Method.OPEN: gettext_lazy("Open tender"),
    Method.RESTRICTED: gettext_lazy("Restricted tender"),
    Method.QUOTATION: gettext_lazy("Request for quotation"),
    Method.TWO_STAGE: gettext_lazy("Two-stage tender"),
    Method.FRAMEWORK: gettext_lazy("Framework agreement"),
}
AWARDS_BY = {
    AwardBy.LOWEST_PRICE: gettext_lazy("Lowest price"),
    AwardBy.LOWER_LIMIT: gettext_lazy("Lowest price above the lower limit, then review"),
    AwardBy.BEST_VALUE: gettext_lazy("Best value by published criteria"),
    AwardBy.LIFECYCLE_COST: gettext_lazy("Lowest cost over the life"),
}
SAYS = {
    "title_missing": gettext_lazy("Write a title of at most 200 characters."),
    "lots_missing": gettext_lazy("A tender has between one and fifty lots."),
    "lot_title_missing": gettext_lazy("Write what this lot is, in at most 200 characters."),
    "amount_unfit": gettext_lazy(
        "The estimated price and the base amount are positive amounts that a state could pay."
    ),
    "items_too_many": gettext_lazy("A lot holds at most 200 items."),
    "item_title_missing": gettext_lazy("Write what each item is, in at most 200 characters."),
    "class_unfit": gettext_lazy("A UNSPSC code has eight digits; choose one from the list."),
    "unit_unknown": gettext_lazy("Choose a unit from the list (UN/ECE Recommendation 20)."),
    "quantity_unfit": gettext_lazy("Write a positive quantity."),
    "criterion_twice": gettext_lazy("Two criteria have the same code; give each its own."),
    "criterion_unfit": gettext_lazy("Each criterion has a code, a title and between 1 and 100 points."),
    "items_missing": gettext_lazy("Name at least one item, so that bidders know what to offer."),
    "base_price_missing": gettext_lazy("Give the base amount around which the reserve price is drawn."),
    "description_missing": gettext_lazy("Describe what is bought and on which terms."),
    "criteria_missing": gettext_lazy("Best value needs criteria that a panel scores. Add them."),
    "criteria_for_nothing": gettext_lazy("The lowest price alone decides; take the criteria away or decide otherwise."),
    "technical_criteria": gettext_lazy("Technical bids need criteria that a panel scores, and no price among them."),
    "two_stage_lowest": gettext_lazy("Of the technically fit the lowest price wins; choose the lowest price."),
    "framework_one_item": gettext_lazy("A lot of a framework names one item, so that its price is the price of each."),
    "framework_terms_missing": gettext_lazy(
        "Say how many suppliers the framework admits, for how long, and how orders are placed."
    ),
    "framework_members_few": gettext_lazy("This ground admits more suppliers at least."),
    "framework_period": gettext_lazy(
        "The framework ends on or after the day on which it starts, and starts after bids close."
    ),
    "framework_beyond_year": gettext_lazy("On this ground the framework's period lies within one calendar year."),
    "call_off_alone": gettext_lazy("This ground is for orders under a framework. Begin on the framework's page."),
    "call_off_members": gettext_lazy("A mini-competition invites every member of its framework and nobody else."),
    "call_off_changed": gettext_lazy(
        "A mini-competition is for what was asked; begin another one for another quantity."
    ),
    "call_off_beyond": gettext_lazy("The order would pass the framework's ceiling, or its period is over."),
    "points_not_hundred": gettext_lazy("The points of all criteria must sum to 100."),
    "closing_missing": gettext_lazy("Say when bids close."),
    "opening_before_closing": gettext_lazy("Say when bids are opened: not before they close."),
    "questions_after_closing": gettext_lazy("Say until when questions are taken: before bids close."),
    "ground_unknown": gettext_lazy("Choose the ground on which the law allows this method."),
    "ground_other_method": gettext_lazy(
        "This ground allows another method. Choose method and ground that belong together."
    ),
    "ground_other_kind": gettext_lazy("This ground is not for this kind of purchase."),
    "amount_too_small": gettext_lazy("The estimated price is too small for this ground; another method is due."),
    "amount_too_large": gettext_lazy("The estimated price is too large for this ground. Use open competition."),
    "invited_too_few": gettext_lazy("Name more suppliers: the law asks for at least as many as this ground says."),
    "category_missing": gettext_lazy("Name the category in which bidders must be registered."),
    "urgency_unknown": gettext_lazy("Choose a ground of urgency that the law knows, or none."),
    "supplier_unknown": gettext_lazy("One of the named suppliers is not registered."),
    "briefing_for_works": gettext_lazy("Only works have a site briefing."),
    "briefing_after_closing": gettext_lazy("The site briefing must be held before bids close."),
    "questions_too_late": gettext_lazy("Questions must be possible after the notice."),
    "not_later": gettext_lazy("Bids may only close later than announced."),
    "reason_missing": gettext_lazy("Write the reason; everybody reads it."),
    "nothing_changed": gettext_lazy("Nothing is different from the notice. Change something, or go back."),
}


def fault(*, place: str, what: str) -> Fault:
    """One fault of a draft as its writer reads it; lots and items name themselves."""
    says = str(SAYS[what])
    if place.startswith("lot "):
        says = f"{_('Lot {number}').format(number=place.removeprefix('lot '))}: {says}"
    return Fault(place, says, f"procurement.{what}")


def shape_faults(*, found: list[DraftFault]) -> list[Fault]:
    """Faults of a draft as its writer reads them."""
    return [fault(place=one.place, what=one.what) for one in found]


def date_fault(found: DateFault) -> Fault:
    """A day that the law does not allow, with the first that it does."""
    says = {
        "briefing_too_early": _("The site briefing may be held on {day} at the earliest."),
        "closes_too_early": _("By law bids may close on {day} at the earliest."),
        "closes_on_day_off": _("Bids close on a working day; the next one is {day}."),
    }.get(found.what)
    if says is None or found.earliest is None:
        return fault(place=found.place, what=found.what)
    return Fault(found.place, says.format(day=written.day(found.earliest)), f"procurement.{found.what}")


def title_in(*, titles: Mapping[str, str], otherwise: str) -> str:
    """The title in the reader's language, else in English, else the code."""
    return titles.get((get_language() or "en")[:2]) or titles.get("en") or otherwise
