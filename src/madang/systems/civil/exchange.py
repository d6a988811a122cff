"""What civil services answer and listen to, and the services they offer themselves."""

from datetime import datetime

from madang.contracts.envelope import Envelope
from madang.contracts.population_v1 import PersonBorn
from madang.contracts.services_v1 import (
    ApplicationFiled,
    ApplicationProgressed,
    ApplicationWithdrawn,
    AttachmentContent,
    FormField,
    GetAttachment,
    Prefill,
)
from madang.exchange import answers, listens
from madang.exchange.services import Prefiller, offer
from madang.framework.storage import open_blob
from madang.framework.values import Party, clock
from madang.systems.civil.models import Application, Attachment
from madang.systems.civil.usecases.known_people import known_people
from madang.systems.civil.usecases.note_birth import note_birth
from madang.systems.civil.usecases.note_progress import note_progress
from madang.systems.civil.usecases.open_matter import open_matter
from madang.systems.civil.usecases.own_services import own_services
from madang.systems.civil.usecases.withdraw_matter import withdraw_matter


@answers(GetAttachment)
def get_attachment(query: GetAttachment, envelope: Envelope) -> AttachmentContent:
    """The bytes of a file of a sent application, for the system that owns it and no other."""
    found = Attachment.objects.filter(
        application__number=query.application, application__owner=envelope.sender, sha256=query.sha256
    ).first()
    if found is None:
        return AttachmentContent()
    with open_blob(found.sha256) as blob:
        return AttachmentContent(content=blob.read(), media_type=found.media_type, name=found.name)


@listens(ApplicationProgressed)
def hear_progress(event: ApplicationProgressed, envelope: Envelope) -> None:
    """An agency's word on an application."""
    note_progress(event=event, sender=envelope.sender, now=clock.now())


@listens(PersonBorn)
def hear_birth(event: PersonBorn, envelope: Envelope) -> None:
    """A child was registered: benefits that wait for it in a life event go on."""
    note_birth(person=event.person, parents=event.parents, born_on=event.born_on, now=clock.now())


@listens(ApplicationFiled)
def take_in(event: ApplicationFiled, envelope: Envelope) -> None:
    """An application for a service that civil decides itself."""
    if event.owner == "civil" and Application.objects.filter(number=event.application).exists():
        open_matter(event=event, now=clock.now())


@listens(ApplicationWithdrawn)
def take_back(event: ApplicationWithdrawn, envelope: Envelope) -> None:
    """The applicant took such an application back."""
    if event.owner == "civil":
        withdraw_matter(application=event.application, now=clock.now())


def _prefiller(fields: tuple[FormField, ...]) -> Prefiller:
    def known(party: Party, envelope: Envelope, now: datetime) -> Prefill:
        return known_people(fields=fields, party=party, envelope=envelope)

    return known


def offer_own_services() -> None:
    """Offer what the country describes under `civil/services.yaml`."""
    for each in own_services():
        offer(each.code, kind=each.kind, fields=each.fields, prefill=_prefiller(each.fields))
