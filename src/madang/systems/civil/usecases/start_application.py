"""Begin an application: a draft that can be left and taken up again."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.contracts.services_v1 import ServiceDeclaration, ServiceKind
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party, Refusal
from madang.systems.civil.domain.applications import State, new_number
from madang.systems.civil.domain.fees import Channel
from madang.systems.civil.domain.forms import kept
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.permissions import APPLY


class NotDoneOnline(Refusal):
    """The service is described here and done elsewhere."""

    code = "civil.not_done_online"
    says = _("This service is not done online. Its page says which office does it.")


class NotForThisParty(Refusal):
    """The service is for another sort of applicant."""

    code = "civil.not_for_this_party"
    says = _("This service is not for you as you act now. Its page says who may apply.")


class NotByProxy(Refusal):
    """The law lets nobody act for another here."""

    code = "civil.not_by_proxy"
    says = _("Nobody can act for another here: the person concerned applies themselves.")


def start_application(
    *,
    service: str,
    actor: Actor,
    now: datetime,
    answers: Mapping[str, str] | None = None,
) -> Application:
    """The draft of this party for this service: the one already begun, else a new one.

    Raises NoSuchService, NotDoneOnline, NotForThisParty, NotByProxy, OutsideMandate.
    """
    declared = catalogue.service(code=service)
    require(actor, APPLY, service)
    subject = _subject(declared, actor)

    with transaction.atomic():
        draft = _begun(declared, actor, subject)
        if draft is None:
            draft = new_application(declared=declared, subject=subject, actor=actor, now=now)
        if answers:
            draft.answers = draft.answers | kept(fields=declared.fields, answers=answers)
        draft.changed_at = now
        draft.save()
    return draft


def new_application(*, declared: ServiceDeclaration, subject: Party, actor: Actor, now: datetime) -> Application:
    """An unsaved draft."""
    return Application(
        number=new_number(member=settings.MADANG_MEMBER, year=now.year),
        service=declared.code,
        owner=declared.owner,
        member=catalogue.current().members.get(declared.code, settings.MADANG_MEMBER),
        kind=declared.kind.value,
        channel=Channel.ONLINE.value,
        subject_kind=subject.kind.value,
        subject_key=subject.key,
        filed_by=actor.person or "",
        filed_by_name=actor.name,
        account=actor.account_id,
        mandate=str(actor.acting_for.mandate_id) if actor.acting_for else "",
        language=actor.language or settings.LANGUAGE_CODE,
        created_at=now,
        changed_at=now,
    )


def check_open_to(*, declared: ServiceDeclaration, actor: Actor) -> None:
    """Refuse a service that this actor cannot have, before anything is typed."""
    _subject(declared, actor)


def _subject(declared: ServiceDeclaration, actor: Actor) -> Party:
    if declared.kind is ServiceKind.COUNTER or Channel.ONLINE.value not in declared.channels:
        raise NotDoneOnline
    subject = actor.party
    if subject is None or not _fits(declared, subject):
        raise NotForThisParty
    if actor.acting_for is not None and not declared.by_proxy:
        raise NotByProxy
    return subject


def _fits(declared: ServiceDeclaration, subject: Party) -> bool:
    if subject.kind.value in declared.applicants:
        return True
    # A person may ask for what concerns a business they represent: the form asks which, and its owner checks it.
    return any(field.kind.value == "business" for field in declared.fields)


def _begun(declared: ServiceDeclaration, actor: Actor, subject: Party) -> Application | None:
    return (
        Application.objects.select_for_update()
        .filter(
            service=declared.code,
            subject_kind=subject.kind.value,
            subject_key=subject.key,
            filed_by=actor.person or "",
            account=actor.account_id,
            state=State.DRAFT,
            bundle_part=None,
        )
        .order_by("-changed_at")
        .first()
    )
