"""How the party wants to be reached."""

import re
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.notify.models import Contact
from madang.framework.values import Fault, Party, Refusal

# Digits with the separators that people write, and a country code before them (ITU-T E.164: at most 15 digits).
_PHONE = re.compile(r"\+?[0-9][0-9 \-]{5,18}")
_MOST_DIGITS = 15


class ContactRefused(Refusal):
    """An address or a number that nothing can be sent to."""

    code = "notify.contact_refused"
    says = _("Your settings were not saved: {says}")
    status = 422


def change_contact(
    *, party: Party, language: str, email: str, phone: str, by_email: bool, by_sms: bool, actor: Actor, now: datetime
) -> Contact:
    """Save how `party` is reached; an empty address or number is forgotten. Raises ContactRefused with every fault."""
    email, phone = email.strip(), phone.strip()
    faults = _faults(language=language, email=email, phone=phone, by_email=by_email, by_sms=by_sms)
    if faults:
        raise ContactRefused(faults=faults, says=" ".join(fault.says for fault in faults))

    with transaction.atomic():
        contact, _made = Contact.objects.update_or_create(
            party_kind=party.kind.value,
            party_key=party.key,
            defaults={
                "language": language,
                "email": email or None,
                "phone": phone or None,
                "by_email": by_email,
                "by_sms": by_sms,
                "changed_at": now,
            },
        )
        detail = {"by_email": by_email, "by_sms": by_sms, "language": language}
        record(actor=actor, action="notify.change_contact", target=str(party), detail=detail, now=now)
    return contact


def _faults(*, language: str, email: str, phone: str, by_email: bool, by_sms: bool) -> tuple[Fault, ...]:
    faults = []
    if language and language not in dict(settings.LANGUAGES):
        faults.append(Fault("language", str(_("Choose one of the languages offered.")), "notify.language_unknown"))
    if email and not _is_email(email):
        faults.append(Fault("email", str(_("Write the address as name@example.kr.")), "notify.email_unclear"))
    if by_email and not email:
        faults.append(Fault("email", str(_("Write the address to which messages go.")), "notify.email_missing"))
    digits = sum(sign.isdigit() for sign in phone)
    if phone and not (_PHONE.fullmatch(phone) and digits <= _MOST_DIGITS):
        faults.append(Fault("phone", str(_("Write the number as 010-1234-5678.")), "notify.phone_unclear"))
    if by_sms and not phone:
        faults.append(Fault("phone", str(_("Write the number to which messages go.")), "notify.phone_missing"))
    return tuple(faults)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
