"""Draw the roll: from the population register over the exchange, or from a membership list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from madang.contracts.population_v1 import FindPerson, GetResidents, Person
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit import record
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack, parameter
from madang.framework.values import Fault, Refusal
from madang.systems.elections.domain.roll import HEAVIEST, born_until
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Election, Voter
from madang.systems.elections.usecases.name import SYSTEM

PURPOSE = declare(gettext_noop("Drawing the roll of an election"))
PAGE = 1000
NAMESAKES = 100
"""How many the register is asked for whose name begins as a member's, so that all of exactly that name are among them."""


class RollStands(Refusal):
    """The roll is drawn in the draft alone."""

    code = "elections.roll_stands"
    says = gettext_lazy("The roll was not drawn: the election is announced, and its roll changes by objection only.")


class ListFaulty(Refusal):
    """Rows of a membership list are wrong."""

    code = "elections.list_faulty"
    says = gettext_lazy(
        "No entry of the list was taken. Correct the rows that are named and send the whole list again."
    )
    status = 422


class RegisterSilent(Refusal):
    """The grant keeps back what a roll needs."""

    code = "elections.register_silent"
    says = gettext_lazy(
        "The roll was not drawn: the population register may not say keys and birth dates. Ask its owner."
    )


@dataclass(frozen=True, kw_only=True)
class Member:
    """A row of a membership list."""

    row: int
    name: str
    birth_on: date
    weight: int = 1


def draw_roll(*, election: Election, actor: Actor, now: datetime) -> int:
    """Ask the register who lives in the district on the reference day and is of age on the day of the vote; how many entries.
    Replaces the roll of the draft.

    Raises Forbidden, RollStands.
    """
    require(actor, "elections.manage", election.office)
    voting_on = timezone.localdate(election.opens_at)
    born = born_until(voting_on=voting_on, age=parameter("elections.roll.age", on=voting_on))
    found = tuple(_residents(election, born, actor))
    return _keep(election, [_voter(election, number, one) for number, one in enumerate(found, start=1)], actor, now)


def _residents(election: Election, born: date, actor: Actor) -> Iterator[Person]:
    basis, after = legal_basis(asker=SYSTEM, question=GetResidents), ""
    while True:
        asked = GetResidents(
            on=election.reference_on,
            born_until=born,
            division=election.division,
            nationality=pack().code.upper(),
            after=after,
            limit=PAGE,
        )
        reply = ask(asked, Asking(system=SYSTEM, actor=actor, purpose=PURPOSE, basis=basis))
        yield from reply.people
        if not reply.more or not reply.people:
            return
        after = reply.people[-1].key or ""


def _voter(election: Election, number: int, person: Person) -> Voter:
    if person.key is None or person.birth_on is None:
        raise RegisterSilent
    return Voter(
        election=election,
        number=number,
        person=person.key,
        name=(person.name or "")[:140],
        birth_on=person.birth_on,
        address=(person.address.text or "")[:300] if person.address else "",
    )


def enter_list(*, election: Election, members: Sequence[Member], actor: Actor, now: datetime) -> int:
    """Take a membership list: each row is found in the register by name and birth date. All or nothing.

    Raises Forbidden, RollStands, ListFaulty with every fault.
    """
    require(actor, "elections.manage", election.office)
    basis = legal_basis(asker=SYSTEM, question=FindPerson)
    voters: list[Voter] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, one in enumerate(members, start=1):
        asked = FindPerson(name=one.name, birth_on=one.birth_on, limit=NAMESAKES)
        reply = ask(asked, Asking(system=SYSTEM, actor=actor, purpose=PURPOSE, basis=basis))
        fits = [person for person in reply.people if person.name == one.name]
        key = (fits[0].key or "") if len(fits) == 1 else ""
        wrong = _wrong(one, found=len(fits), sure=not reply.more, twice=key in seen)
        if wrong:
            faults.append(Fault(f"row {one.row}", wrong, "elections.list_row"))
            continue
        seen.add(key)
        voters.append(
            Voter(election=election, number=number, person=key, name=one.name, birth_on=one.birth_on, weight=one.weight)
        )
    if faults or not voters:
        raise ListFaulty(faults=tuple(faults))
    return _keep(election, voters, actor, now)


def _wrong(one: Member, *, found: int, sure: bool, twice: bool) -> str:
    if sure and not found:
        return _("The register knows nobody of this name and birth date.")
    if found > 1 or not sure:
        return _("The register knows several of this name and birth date.")
    if twice:
        return _("The same person stands on the list twice.")
    return "" if 1 <= one.weight <= HEAVIEST else _("A vote counts between once and a million times.")


def _keep(election: Election, voters: list[Voter], actor: Actor, now: datetime) -> int:
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        if held.state != State.DRAFT:
            raise RollStands
        Voter.objects.filter(election=held).delete()
        Voter.objects.bulk_create(voters, batch_size=PAGE)
        detail = {"entries": len(voters)}
        record(actor=actor, action="elections.draw_roll", target=f"election:{held.uuid}", detail=detail, now=now)
    return len(voters)
