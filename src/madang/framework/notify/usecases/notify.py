"""Write to a party."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from madang.framework.identity.models import Account
from madang.framework.jobs import later
from madang.framework.law.active import pack
from madang.framework.notify import catalogue
from madang.framework.notify.jobs import deliver
from madang.framework.notify.models import Contact, Delivery, Message
from madang.framework.values import Party, PartyKind


def notify(*, party: Party, template: str, values: dict[str, Any], now: datetime, link: str = "") -> Message:
    """Write the message in the party's language into its inbox, and have it delivered by the ways the party chose.

    In the caller's transaction: a rollback leaves neither message nor delivery. Raises NoSuchTemplate.
    """
    wording = catalogue.find(template)
    contact = Contact.objects.filter(party_kind=party.kind.value, party_key=party.key).first()
    language = language_of(party=party, contact=contact)
    subject, body = catalogue.written_in(template=wording, language=language, values=values)

    with transaction.atomic():
        message = Message.objects.create(
            party_kind=party.kind.value,
            party_key=party.key,
            template=template,
            language=language,
            subject=subject[:200],
            body=body,
            link=link,
            sent_at=now,
        )
        for channel in _channels(contact=contact, wording=wording):
            delivery = Delivery.objects.create(message=message, channel=channel)
            later(deliver, delivery=delivery.pk)
    return message


def language_of(*, party: Party, contact: Contact | None) -> str:
    """The language the party chose, else that of its account, else the country's first that we speak."""
    if contact is not None and contact.language:
        return contact.language
    if party.kind is PartyKind.PERSON:
        chosen = Account.objects.filter(person=party.key).values_list("language", flat=True).first()
        if chosen:
            return str(chosen)
    spoken = [code for code, _name in settings.LANGUAGES]
    return next((language for language in pack().languages if language in spoken), spoken[-1])


def _channels(*, contact: Contact | None, wording: catalogue.Template) -> list[str]:
    if contact is None:
        return []
    email = ["email"] if contact.by_email and contact.email else []
    sms = ["sms"] if contact.by_sms and contact.phone and wording.by_sms else []
    return email + sms
