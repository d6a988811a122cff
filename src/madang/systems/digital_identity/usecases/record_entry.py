"""An official records an entry."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits, require
from madang.framework.values import Fault, Refusal
from madang.systems.digital_identity.domain.entry import is_sound_title
from madang.systems.digital_identity.models import Entry

RECORDER = "digital_identity.recorder"


class EntryRefused(Refusal):
    """The entry has faults."""

    code = "digital_identity.entry.refused"
    says = _("The entry was not recorded. Please correct what is marked.")
    status = 422


@permits("digital_identity.record_entry")
def recorders_record(actor: Actor, resource: object) -> bool:
    """Whoever holds the duty."""
    return actor.has_duty(RECORDER)


def record_entry(*, title: str, actor: Actor, now: datetime) -> Entry:
    """Keep a new entry under the official's office. Raises Forbidden, EntryRefused."""
    require(actor, "digital_identity.record_entry", None)

    if not is_sound_title(title=title):
        fault = Fault("title", _("Write a title of at most 200 characters."), "digital_identity.entry.title")
        raise EntryRefused(faults=(fault,))

    entry = Entry(title=title.strip(), office=actor.offices(RECORDER)[0], recorded_at=now)
    with transaction.atomic():
        entry.save(force_insert=True)
        target = f"digital_identity.entry:{entry.pk}"
        audit.record(actor=actor, action="digital_identity.record_entry", target=target, detail={}, now=now)
    return entry
