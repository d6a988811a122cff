"""Change a registered business."""

from datetime import date, datetime

from django.db import transaction

from madang.contracts.businesses_v1 import BusinessChanged, BusinessStatus
from madang.exchange import announce
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party
from madang.systems.businesses.domain.problems import Problem
from madang.systems.businesses.domain.registration import Changes, check_changes
from madang.systems.businesses.models import Business, Establishment, Representative
from madang.systems.businesses.usecases import queue
from madang.systems.businesses.usecases.entering import audit, enter_amendment, locked, today_of
from madang.systems.businesses.usecases.refusals import EntryRefused
from madang.systems.businesses.usecases.sectors import sectors


def change_business(*, number: str, changes: Changes, actor: Actor, now: datetime, case: str = "") -> Business:
    """Change what `changes` names, keep what was before, and announce it. Raises EntryRefused, Forbidden."""
    require(actor, "businesses.enter", number)
    problems = check_changes(changes=changes, knows_sector=lambda code: code in sectors().by_code)
    if problems:
        raise EntryRefused(problems=problems)

    today = today_of(now)
    with transaction.atomic():
        business = locked(number=number)
        if business.status == BusinessStatus.CLOSED:
            raise EntryRefused(problems=[Problem("businesses.status.closed", "")])
        for field, before, after in _apply(business=business, changes=changes, today=today):
            enter_amendment(
                business=business,
                field=field,
                before=before,
                after=after,
                changed_on=today,
                actor=actor,
                now=now,
                case=case,
            )
        business.save()
        audit(
            business=business, action="change", detail={"fields": list(changes.named)}, actor=actor, now=now, case=case
        )
        announce(
            BusinessChanged(number=number, fields=changes.named, changed_on=today),
            now=now,
            subject=Party.business(number),
            case=case,
        )
    return business


def _apply(*, business: Business, changes: Changes, today: date) -> list[tuple[str, str, str]]:
    done = []
    if changes.name is not None:
        done.append(("name", business.name, changes.name))
        business.name = changes.name
    if changes.sector is not None:
        done.append(("sector", business.sector, changes.sector))
        business.sector, business.section = changes.sector, sectors().section_of(code=changes.sector)
    if changes.place is not None:
        head = Establishment.objects.get(business=business, serial=0)
        done.append(("address", head.address, changes.place.text))
        head.division, head.address, head.postcode = changes.place.division, changes.place.text, changes.place.postcode
        head.save()
    if changes.representatives is not None:
        done.append(_represented(business=business, people=changes.representatives, today=today))
    return done


def _represented(*, business: Business, people: tuple[str, ...], today: date) -> tuple[str, str, str]:
    current = Representative.objects.filter(business=business, until_on=None)
    before = list(current.values_list("person", flat=True))
    current.exclude(person__in=people).update(until_on=today)
    Representative.objects.bulk_create(
        Representative(business=business, person=person, from_on=today) for person in people if person not in before
    )
    queue.ask_names(number=business.number)
    return "representatives", ", ".join(before), ", ".join(people)
