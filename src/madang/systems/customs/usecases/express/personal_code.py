"""Give a person the code for parcels, and change it (in Korea the notice on import clearance, on personal customs codes)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from secrets import randbelow

from django.db import transaction
from django.utils import timezone

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.protect import blind_index, blind_index_many, former_blind_index_many
from madang.framework.protect.reindexing import indexed_column
from madang.framework.values import PartyKind
from madang.systems.customs.domain.personal_code import DRAWN, make_code, same_name
from madang.systems.customs.models import PersonalCode
from madang.systems.customs.usecases.express.refusals import CodeChangedTooOften, CodeForPeople

PURPOSE = "customs.personal_code"
indexed_column(table="customs_personalcode", index="blind_index", sealed="code", purpose=PURPOSE)
MOST_A_YEAR = 5
Holders = Mapping[str, tuple[str, tuple[str, ...]]]
"""By code the person whom it names, and the names."""


def person_of(*, actor: Actor) -> str:
    """The key of the person who acts for nobody else. Raises CodeForPeople."""
    if actor.party is None or actor.party.kind is not PartyKind.PERSON or actor.acting_for is not None:
        raise CodeForPeople
    return actor.party.key


def current_code(*, actor: Actor) -> PersonalCode | None:
    """The person's own. Raises CodeForPeople."""
    return PersonalCode.objects.filter(person=person_of(actor=actor), ended_at=None).first()


@transaction.atomic
def issue_code(*, actor: Actor, now: datetime) -> PersonalCode:
    """A code, or another one in its place, which names nobody from then on. Raises CodeForPeople, CodeChangedTooOften."""
    person = person_of(actor=actor)
    held = PersonalCode.objects.select_for_update().filter(person=person)
    given = [one for one in held if timezone.localdate(one.issued_at).year == timezone.localdate(now).year]
    if len(given) > MOST_A_YEAR:
        raise CodeChangedTooOften(most=MOST_A_YEAR)
    PersonalCode.objects.filter(person=person, ended_at=None).update(ended_at=now)
    code = make_code(drawn=f"{randbelow(10**DRAWN):0{DRAWN}d}")
    made = PersonalCode.objects.create(
        person=person,
        code=code,
        blind_index=blind_index(code, PURPOSE),
        names=[one for one in (actor.name, actor.name_latin) if one],
        issued_at=now,
    )
    record(actor=actor, action="customs.issue_code", target=f"personal-code:{made.pk}", detail={}, now=now)
    return made


def holders_of(*, codes: Iterable[str]) -> Holders:
    """Whom the codes name now."""
    asked = sorted({*codes})
    by_index = dict(zip(blind_index_many(asked, PURPOSE), asked, strict=True))
    by_index |= dict(zip(former_blind_index_many(asked, PURPOSE), asked, strict=False))
    rows = PersonalCode.objects.filter(blind_index__in=list(by_index), ended_at=None)
    return {by_index[bytes(one.blind_index)]: (one.person, tuple(one.names)) for one in rows}


def person_named(*, code: str, name: str, holders: Holders) -> str:
    """The person of a code who bears the name. Empty for nobody's code and for another name alike, so that nobody learns by
    trying whose code it is."""
    person, names = holders.get(code, ("", ()))
    return person if same_name(given=name, known=names) else ""
