"""The commission replies to an observer's note; the reply stands beside the note, as public and as lasting."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.framework.values import Party, Refusal
from madang.systems.elections.models import Incident, IncidentReply

LONGEST = 1000
TEMPLATE = "elections/replied"


class ReplyEmpty(Refusal):
    """Nothing was written."""

    code = "elections.reply_empty"
    says = _("Your reply was not taken: write it in up to 1,000 signs. It is public and stays.")
    status = 422


def reply_to_incident(*, incident: Incident, text: str, actor: Actor, now: datetime) -> IncidentReply:
    """One manager replies; the observer is told. Also after the result. Raises Forbidden, ReplyEmpty."""
    election = incident.election
    require(actor, "elections.manage", election.office)
    if not 0 < len(text.strip()) <= LONGEST:
        raise ReplyEmpty
    with transaction.atomic():
        made = IncidentReply.objects.create(incident=incident, text=text.strip(), replied_by=officer(actor), at=now)
        notify(
            party=Party.person(incident.observer.person),
            template=TEMPLATE,
            values={"election": election.title, "text": made.text},
            link=reverse("elections:observe", args=[election.uuid]),
            now=now,
        )
        detail = {"incident": incident.pk, "reply": made.pk}
        record(
            actor=actor,
            action="elections.reply_to_incident",
            target=f"election:{election.uuid}",
            detail=detail,
            now=now,
        )
    return made
