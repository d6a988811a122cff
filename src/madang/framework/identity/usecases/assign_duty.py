"""Give an official a duty at an office, and take it back."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.access import is_duty
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.models import Account, DutyAssignment, Office
from madang.framework.values import Refusal


class UnknownDuty(Refusal):
    """No system of this deployment knows the duty."""

    code = "identity.duty.unknown"
    says = _("No system here knows the duty “{duty}”.")


class DutyHeldAlready(Refusal):
    """The official holds this duty at this office in that time already."""

    code = "identity.duty.held"
    says = _("This official already holds this duty at this office in that time. End it first, or choose other days.")


def assign_duty(
    *,
    account: Account,
    office: Office,
    duty: str,
    assigned_from: date,
    actor: Actor,
    now: datetime,
    assigned_until: date | None = None,
) -> DutyAssignment:
    """From a day up to, not including, another. Raises Forbidden, UnknownDuty, DutyHeldAlready."""
    require(actor, "identity.assign_duty", account)
    if not is_duty(duty):
        raise UnknownDuty(duty=duty)
    assignment = DutyAssignment(
        account=account,
        office=office,
        duty=duty,
        assigned_from=assigned_from,
        assigned_until=assigned_until,
        assigned_by=actor.login or actor.name,
    )
    detail = {"duty": duty, "office": office.code, "from": assigned_from, "until": assigned_until}
    try:
        with transaction.atomic():
            assignment.save(force_insert=True)
            target = f"account:{account.pk}"
            audit.record(actor=actor, action="identity.assign_duty", target=target, detail=detail, now=now)
    except IntegrityError as error:
        raise DutyHeldAlready from error
    return assignment


def end_duty(*, assignment: DutyAssignment, on: date, actor: Actor, now: datetime) -> None:
    """The official no longer holds the duty from the day `on`. It works at the very next request."""
    require(actor, "identity.assign_duty", assignment.account)
    with transaction.atomic():
        held = DutyAssignment.objects.select_for_update().get(pk=assignment.pk)
        held.assigned_until = max(on, held.assigned_from)
        held.save(update_fields=["assigned_until"])
        detail = {"duty": held.duty, "office": held.office_id, "until": held.assigned_until}
        target = f"account:{held.account_id}"
        audit.record(actor=actor, action="identity.end_duty", target=target, detail=detail, now=now)


def open_office(
    *,
    code: str,
    name: str,
    actor: Actor,
    now: datetime,
    name_en: str = "",
    agency: str = "",
    region: str = "",
    parent: str = "",
) -> Office:
    """Open an office, or correct what is said of it; its code is permanent."""
    require(actor, "identity.open_office", code)
    values = {"name": name, "name_en": name_en, "agency": agency, "region": region, "parent_id": parent or None}
    with transaction.atomic():
        office, made = Office.objects.update_or_create(code=code, defaults=values)
        action = "identity.open_office" if made else "identity.correct_office"
        audit.record(actor=actor, action=action, target=f"office:{code}", detail={"parent": parent}, now=now)
    return office
