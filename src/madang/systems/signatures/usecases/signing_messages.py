"""What signers and askers are told."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue, notify
from madang.framework.notify.catalogue import Template
from madang.framework.values import Party, PartyKind
from madang.systems.signatures.models import SigningRequest

YOUR_TURN, SIGNED, REFUSED = "signatures/your_turn", "signatures/signed", "signatures/refused"
WITHDRAWN, EXPIRED = "signatures/withdrawn", "signatures/expired"


def register_messages() -> None:
    """Make the messages known."""
    catalogue.register(
        Template(
            YOUR_TURN,
            _("To sign: {title}"),
            _("{asker} asks you to sign “{title}” by {due}. Reason: {reason}"),
            by_sms=True,
        ),
        Template(SIGNED, _("Signed by all: {title}"), _("Everybody signed “{title}”. You can fetch the signed file.")),
        Template(REFUSED, _("Not signed: {title}"), _("{who} refused to sign “{title}”. Reason: {because}")),
        Template(WITHDRAWN, _("No longer to sign: {title}"), _("{who} withdrew “{title}”. Nothing is left to do.")),
        Template(
            EXPIRED, _("Time is over: {title}"), _("Not everybody signed “{title}” in time. The request has ended.")
        ),
    )


def tell(*, party: Party, template: str, request: SigningRequest, now: datetime) -> None:
    """One message, in the caller's transaction. Offices are told by an event, not by a letter."""
    if party.kind is PartyKind.OFFICE:
        return
    values = {
        "title": request.title,
        "asker": request.asker_name,
        "reason": request.reason,
        "due": request.due_at,
        "who": request.ended_by,
        "because": request.ended_because,
    }
    link = f"/signatures/signing/{request.key}/"
    notify(party=party, template=template, values=values, link=link, now=now)


def tell_everybody(*, template: str, request: SigningRequest, now: datetime) -> None:
    """The asker and all who were asked already."""
    asked = [one.party for one in request.signatories.exclude(state="waiting")]
    for party in dict.fromkeys([request.asker, *asked]):
        tell(party=Party.parse(party), template=template, request=request, now=now)
