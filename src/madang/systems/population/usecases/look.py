"""Officials' looks into the register: searching, opening a person, seeing a whole number. Each is recorded with its
reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.protect import limit
from madang.framework.values import Party, Refusal
from madang.systems.population.models import Person
from madang.systems.population.usecases.answer import first_of, search
from madang.systems.population.usecases.gather import person_by
from madang.systems.population.usecases.numbers import number_of, written

SYSTEM = "population"
OPENING = declare(gettext_noop("Opening an entry of the resident register: {reason}"))
UNMASKING = declare(gettext_noop("Reading a whole resident number: {reason}"))
SHOWN = 50
SHORTEST_REASON = 5


class SearchTooWide(Refusal):
    """Neither a number nor a name to look for."""

    code = "population.search.too_wide"
    says = _("Give a resident number, or at least two letters of the name. A birth date narrows it down.")
    status = 422


class LookWithoutReason(Refusal):
    """Whoever opens an entry says why."""

    code = "population.look.no_reason"
    says = _("Write why you look at this entry, for example a case number. The person reads it in their list of looks.")
    status = 422


class NoReason(Refusal):
    """Whoever sees a whole number says why."""

    code = "population.unmask.no_reason"
    says = _("Write why you need the whole number. The reason is recorded and the person can ask for it.")
    status = 422


@transaction.atomic
def search_people(
    *, number: str, name: str, birth_on: date | None, actor: Actor, now: datetime
) -> tuple[list[Person], bool]:
    """At most 50 people, and whether there are more. Raises SearchTooWide, Forbidden, TooManyRequests."""
    require(actor, "population.read")
    limit(f"population.search:{actor.account_id}", times=120, per_seconds=60)
    if not number.strip() and len(name.strip()) < (1 if birth_on else 2):
        raise SearchTooWide
    rows = first_of(search(number=number, name=name, birth_on=birth_on), count=SHOWN + 1)
    audit.record(
        actor=actor,
        action="population.search",
        target="population:search",
        detail={
            "by": "number" if number.strip() else "name",
            "name": "" if number.strip() else name.strip(),
            "birth_on": birth_on.isoformat() if birth_on else "",
            "found": [row.key for row in rows[:SHOWN]],
        },
        now=now,
    )
    return rows[:SHOWN], len(rows) > SHOWN


@transaction.atomic
def open_person(*, key: str, reason: str, actor: Actor, now: datetime) -> Person:
    """The person, the look recorded and told to them. Raises NoSuchPerson, LookWithoutReason, Forbidden."""
    require(actor, "population.read")
    person = person_by(key=key)
    if len(reason.strip()) < SHORTEST_REASON:
        raise LookWithoutReason
    audit.record(actor=actor, action="population.look", target=f"person:{key}", detail={"reason": reason}, now=now)
    _tell(key=key, what="population.person", purpose=gettext(OPENING).format(reason=reason), actor=actor, now=now)
    return person


def _tell(*, key: str, what: str, purpose: str, actor: Actor, now: datetime) -> None:
    look = audit.Look(system=SYSTEM, subject=Party.person(key), what=what, purpose=purpose)
    audit.looked(actor=actor, look=look, now=now)


@transaction.atomic
def unmask_number(*, key: str, reason: str, actor: Actor, now: datetime) -> str:
    """The whole resident number, for a reason (Personal Information Protection Act art. 24-2). Raises NoSuchPerson,
    NoReason, Forbidden, TooManyRequests."""
    require(actor, "population.unmask")
    limit(f"population.unmask:{actor.account_id}", times=30, per_seconds=60)
    person = person_by(key=key)
    if len(reason.strip()) < SHORTEST_REASON:
        raise NoReason
    why = reason.strip()
    audit.record(actor=actor, action="population.unmask", target=f"person:{key}", detail={"reason": why}, now=now)
    _tell(key=key, what="population.number", purpose=gettext(UNMASKING).format(reason=why), actor=actor, now=now)
    return written(number=number_of(person=person), full=True)
