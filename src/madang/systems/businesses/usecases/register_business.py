"""Register a business."""

from datetime import datetime

from django.db import transaction

from madang.contracts.businesses_v1 import BusinessForm, BusinessRegistered, BusinessStatus
from madang.exchange import announce
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party
from madang.systems.businesses.domain.numbers import CHECK_CORPORATE_NUMBER, NEW_NUMBER
from madang.systems.businesses.domain.problems import Problem
from madang.systems.businesses.domain.registration import Registration, check_registration
from madang.systems.businesses.models import Business, Establishment, NumberSerial, Representative
from madang.systems.businesses.usecases import queue
from madang.systems.businesses.usecases.entering import enter_status, today_of
from madang.systems.businesses.usecases.refusals import EntryRefused
from madang.systems.businesses.usecases.sectors import sectors


def register_business(*, facts: Registration, office: str, actor: Actor, now: datetime, case: str = "") -> Business:
    """Enter the business under a new number of `office`, and announce it. The representatives' names are asked afterwards.

    Raises EntryRefused with every reason, Forbidden.
    """
    require(actor, "businesses.enter", office)
    problems = problems_of(facts=facts, now=now)
    if problems:
        raise EntryRefused(problems=problems)

    with transaction.atomic():
        business = _enter(facts=facts, office=office, now=now, case=case)
        enter_status(
            business=business, status=BusinessStatus.ACTIVE, since=facts.opened_on, actor=actor, now=now, case=case
        )
        announce(
            BusinessRegistered(
                number=business.number,
                name=business.name,
                sector=business.sector,
                representatives=facts.representatives,
                opened_on=facts.opened_on,
            ),
            now=now,
            subject=Party.business(business.number),
            case=case,
        )
        queue.ask_names(number=business.number)
    return business


def problems_of(*, facts: Registration, now: datetime) -> tuple[Problem, ...]:
    """What stands against this registration today."""
    problems = check_registration(
        facts=facts,
        today=today_of(now),
        knows_sector=_is_class,
        check_corporate_number=lambda number: CHECK_CORPORATE_NUMBER.filled(number=number),
    )
    taken = facts.corporate_number and Business.objects.filter(corporate_number=facts.corporate_number).exists()
    return (*problems, Problem("businesses.number.taken.corporate", "corporate_number")) if taken else problems


def _is_class(code: str) -> bool:
    known = sectors().by_code.get(code)
    return known is not None and bool(known.parent)


def _enter(*, facts: Registration, office: str, now: datetime, case: str) -> Business:
    today = today_of(now)
    business = Business.objects.create(
        number=_next_number(form=facts.form, office=office),
        corporate_number=facts.corporate_number if facts.form is BusinessForm.CORPORATION else "",
        name=facts.name,
        latin_name=facts.latin_name,
        form=facts.form.value,
        sector=facts.sector,
        section=sectors().section_of(code=facts.sector),
        opened_on=facts.opened_on,
        office_code=office,
        registered_on=today,
        case=case,
    )
    Establishment.objects.create(
        business=business,
        division=facts.place.division,
        address=facts.place.text,
        postcode=facts.place.postcode,
        opened_on=facts.opened_on,
    )
    Representative.objects.bulk_create(
        Representative(business=business, person=person, from_on=today) for person in facts.representatives
    )
    return business


def _next_number(*, form: BusinessForm, office: str) -> str:
    NumberSerial.objects.get_or_create(office_code=office, form=form.value)
    counter = NumberSerial.objects.select_for_update().get(office_code=office, form=form.value)
    counter.last += 1
    counter.save(update_fields=["last"])
    return NEW_NUMBER.filled(form=form, office_code=office, serial=counter.last)
