"""Deliveries."""

from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction

from madang.framework.jobs import job
from madang.framework.notify.gateways import SmsNotSent, sms_gateway
from madang.framework.notify.models import Contact, Delivery, Message
from madang.framework.values import clock


@job(queue="notify", retry=10)
def deliver(delivery: int) -> None:
    """Send one delivery; a failure is noted and tried again. Sent once it is marked, and marked once it is handed over."""
    problem: Exception | None = None
    with transaction.atomic():
        row = Delivery.objects.select_for_update(of=("self",)).select_related("message").get(pk=delivery)
        if row.sent_at is not None:
            return
        row.attempts += 1
        try:
            _hand_over(row)
            row.sent_at, row.problem = clock.now(), ""
        except (OSError, SMTPException, SmsNotSent) as failure:
            problem, row.problem = failure, str(failure)[:300]
        row.save()
    if problem is not None:
        raise problem


def _hand_over(row: Delivery) -> None:
    message = row.message
    contact = Contact.objects.filter(party_kind=message.party_kind, party_key=message.party_key).first()
    if row.channel == "email" and contact is not None and contact.email:
        _email(message, to=contact.email)
    elif row.channel == "sms" and contact is not None and contact.phone:
        sms_gateway().send(to=contact.phone, text=_short(message), name=f"{message.pk}-{row.pk}")


def _email(message: Message, *, to: str) -> None:
    # Headers hold one line; a subject that a value broke in two is joined.
    EmailMessage(subject=" ".join(message.subject.split()), body=message.body, to=[to]).send()


def _short(message: Message) -> str:
    return f"[Madang] {message.subject}"
