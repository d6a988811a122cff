"""The register as CSV, in the format that the import reads."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.population.formats.register_csv import heading, write_rows
from madang.systems.population.models import Membership, Residence
from madang.systems.population.usecases.numbers import number_of, written

CHUNK = 2000


def export_register(*, division: str, actor: Actor, now: datetime) -> Iterator[str]:
    """The open entries of one division with whole numbers, in parts. The export is recorded before its first line.
    Raises Forbidden."""
    require(actor, "population.import")
    with transaction.atomic():
        audit.record(actor=actor, action="population.export", target=f"division:{division}", detail={}, now=now)
    return _parts(division)


def _parts(division: str) -> Iterator[str]:
    yield f"\ufeff{heading()}\r\n"
    after = 0
    while True:
        rows = list(
            Residence.objects.select_related("person", "address")
            .filter(until_on=None, address__division=division, id__gt=after)
            .order_by("id")[:CHUNK]
        )
        if not rows:
            return
        after = rows[-1].pk
        stays = {
            stay.person_id: stay
            for stay in Membership.objects.select_related("household").filter(
                person__in=[row.person_id for row in rows], until_on=None
            )
        }
        text = write_rows(_row(row, stays.get(row.person_id)) for row in rows)
        yield text.partition("\r\n")[2]


def _row(row: Residence, stay: Membership | None) -> dict[str, str]:
    person = row.person
    return {
        "number": written(number=number_of(person=person), full=True),
        "name": person.name,
        "hanja_name": person.hanja_name,
        "latin_name": person.latin_name,
        "birth_on": person.birth_on.isoformat(),
        "sex": {"female": "여", "male": "남"}[person.sex],
        "nationality": person.nationality,
        "household": stay.household.key if stay else "",
        "relation": stay.relation if stay else "",
        "division": row.address.division,
        "address": row.address.text,
        "postcode": row.address.postcode,
        "moved_in_on": row.from_on.isoformat(),
        "number_issued_on": person.number_issued_on.isoformat() if person.number_issued_on else "",
        "registered_base": person.registered_base,
    }
