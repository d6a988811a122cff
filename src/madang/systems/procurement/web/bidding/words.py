"""States and reasons of bids as people read them."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madang.systems.procurement.models import BidderKey
from madang.systems.procurement.usecases.bidding.close_bidding import CLOSING

TONES = {"received": "primary", "withdrawn": "gray", "opened": "success", "refused": "danger"}


def state_title(state: str) -> str:
    """A bid's state."""
    titles = {
        "received": pgettext("bid", "Received"),
        "withdrawn": pgettext("bid", "Withdrawn"),
        "opened": pgettext("bid", "Opened"),
        "refused": pgettext("bid", "Does not count"),
    }
    return titles.get(state, state)


def device_standing(*, key: BidderKey, now: datetime) -> tuple[str, str]:
    """How the certificate of a device stands, and the tone to show it in."""
    if key.ended_at is not None:
        return pgettext("device", "Ended"), "gray"
    if key.certified_until is None:
        return pgettext("device", "Waits for its certificate"), "warning"
    if key.standing in ("revoked", "suspended"):
        titles = {"revoked": pgettext("device", "Revoked"), "suspended": pgettext("device", "On hold")}
        return titles[key.standing], "danger"
    if now >= key.certified_until:
        return pgettext("device", "Expired"), "danger"
    if key.standing != "good":
        return pgettext("device", "Not known to the trust services"), "warning"
    return pgettext("device", "Certified"), "success"


def signer_title(assurance: str) -> str:
    """How surely it is known who signed a bid, as its receipt says it."""
    titles = {
        "certified": _("by a certificate of the trust services that stood good when the bid came"),
        "certified_earlier": _(
            "by a certificate that stood good when the trust services last answered; they were silent when the bid came"
        ),
        "key_alone": _("by the registered key alone: the trust services had not certified it when the bid came"),
    }
    return titles.get(assurance, "")


def refusal_title(code: str) -> str:
    """Why an opened bid does not count; the code itself where another room gave the reason."""
    titles = {
        "procurement.bid.price_in_technical": _("The technical envelope holds a price, which voids it."),
        "procurement.bid.technically_unfit": _("Not opened: its bidder was not found technically fit."),
        "procurement.bid.does_not_decrypt": _("The content was not sealed with the key that was dealt for it."),
        "procurement.bid.not_a_form": _("The content is not the form of a bid."),
        "procurement.bid.wrong_currency": _("The price is in another currency than the notice asks for."),
        "procurement.bid.no_price": _("The bid names no price."),
        "procurement.bid.wrong_draws": _(
            "The bidder did not draw two different preliminary prices as the notice asks."
        ),
        "procurement.bid.unknown_criterion": _("The bid answers what the notice did not ask."),
        "procurement.bid.not_an_answer": _("An answer is too long, or no text and no list of costs."),
    }
    return titles.get(code, code)


def step_title(what: str) -> str:
    """A line of the ceremony's minute."""
    titles = {
        "began": _("The ceremony began; custodians were appointed."),
        "closed": _("The list of bids was closed and published."),
        "gave": _("A custodian opened their share of every bid."),
        "opened": _("All bids were opened."),
    }
    return titles.get(what, what)


def who_title(who: str) -> str:
    """Who did a step: people by their name, the program by what it is."""
    return _("the program") if who in {CLOSING, "procurement"} else who
