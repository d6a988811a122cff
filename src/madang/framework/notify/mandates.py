"""Tells the parties of a mandate what happened to it: identity says it, this writes."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.mandate_events import MandateEvent
from madang.framework.identity.models import Account, Mandate
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.framework.notify.usecases.notify import notify
from madang.framework.values import Party, PartyKind

WORDINGS = {
    MandateEvent.GIVEN: (
        _("{grantor}: a mandate waits for your answer"),
        _("You may act for {grantor} as soon as you accept the mandate. Nothing happens if you decline it."),
    ),
    MandateEvent.ACCEPTED: (
        _("{holder} accepted your mandate"),
        _(
            "{holder} may act for {grantor} from now on. You see every use, and can take the mandate back at any moment."
        ),
    ),
    MandateEvent.DECLINED: (
        _("{holder} declined your mandate"),
        _("{holder} does not act for {grantor}. You may give the mandate to somebody else."),
    ),
    MandateEvent.BEGUN_BY_LAW: (
        _("{holder} acts for {grantor} by law"),
        _(
            "A register or a court says that {holder} may act for {grantor}. You see every use. If that is "
            "wrong, tell a counter."
        ),
    ),
    MandateEvent.JOINED: (
        _("{holder} acts for {grantor}, too"),
        _("{holder} has the same right as you to act for {grantor}. Each of you sees what the other does with it."),
    ),
    MandateEvent.ENDED: (
        _("A mandate ended: {holder} for {grantor}"),
        _("{holder} acts for {grantor} no longer. What was done before stands in the mandate's list of uses."),
    ),
}


def declare_messages() -> None:
    """Make the messages known; all are worth an SMS."""
    catalogue.register(*(Template(f"mandate/{event.value}", *said, by_sms=True) for event, said in WORDINGS.items()))


def tell_party(*, mandate: Mandate, event: MandateEvent, told: Party, now: datetime) -> None:
    """Write to the party. A child or one who died has no account, and so no inbox that anybody reads."""
    if told.kind is PartyKind.PERSON and not Account.objects.filter(person=told.key, closed_at=None).exists():
        return
    values: dict[str, object] = {"grantor": mandate.grantor_name, "holder": mandate.holder_name}
    notify(party=told, template=f"mandate/{event.value}", values=values, now=now, link=f"/mandates/{mandate.key}/")
