"""The resident register's journey on the demonstration's data: find, report a move, certify it, import with refused
rows."""

import csv
import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.models import Exists, OuterRef
from django.utils import timezone

from madang.contracts.services_v1 import ApplicationFiled
from madang.framework.bulk.usecases import run_import, start_import
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.decide import decide
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.models import Office
from madang.framework.law import pack
from madang.framework.storage import open_blob
from madang.framework.values import Party, clock
from madang.framework.values.identifiers import new_key
from madang.systems.population.domain.names import full_name
from madang.systems.population.domain.numbers import ISSUE_NUMBER
from madang.systems.population.domain.people import Sex
from madang.systems.population.formats.register_csv import write_rows
from madang.systems.population.models import Membership, Person, Residence
from madang.systems.population.usecases import gather, look
from madang.systems.population.usecases.import_register import KIND
from madang.systems.population.usecases.issue_certificate import issue_certificate
from madang.systems.population.usecases.numbers import number_of, written
from madang.systems.population.usecases.offices import office_of
from madang.systems.population.usecases.permissions import READER, REGISTRAR
from madang.systems.population.usecases.receive_report import receive_report

ROWS = 200


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; the abstract and the import's files stay in `out`."""
    now = clock.now()
    mover = _mover(timezone.localdate(now))
    official = _registrar(mover, now)
    found, _more = look.search_people(number="", name=mover.name, birth_on=mover.birth_on, actor=official, now=now)
    if mover.key not in {one.key for one in found}:
        raise RuntimeError("The search by name and birth date did not find the person.")
    yield f"a search by name and birth date finds {mover.name}, {written(number=number_of(person=mover), full=False)}"
    by_number, _more = look.search_people(
        number=number_of(person=mover), name="", birth_on=None, actor=official, now=now
    )
    yield f"a search by resident number finds {len(by_number)} person; both looks are in the audit trail"
    case = _report_move(mover, now)
    yield f"a report of moving in opens case {case.number} at {case.office_code}, due on {case.due_on}"
    decide(
        case=case, outcome="granted", reasons="The report agrees with the documents.", actor=official, now=clock.now()
    )
    residence = gather.residence_of(person=mover)
    if residence is None or residence.case != case.number:
        raise RuntimeError("The granted move is not in the register.")
    yield f"the registrar grants it; the register says {residence.address.text} since {residence.from_on}"
    yield _abstract(mover, official, out)
    yield from _import(official, out)


def _mover(today: date) -> Person:
    """Somebody of age who has lived alone at one address for a while."""
    settled = Residence.objects.filter(person=OuterRef("pk"), until_on=None, from_on__lt=today - timedelta(days=60))
    others = Membership.objects.filter(household=OuterRef("household"), until_on=None).exclude(pk=OuterRef("pk"))
    alone = Membership.objects.filter(~Exists(others), person=OuterRef("pk"), relation="head", until_on=None)
    born = today.replace(day=1, year=today.year - 30)
    people = Person.objects.filter(Exists(settled), Exists(alone), source="generated", birth_on__lt=born)
    person = people.order_by("pk").first()
    if person is None:
        raise RuntimeError("The register holds nobody who could move. Load the demonstration first.")
    return person


def _registrar(person: Person, now: datetime) -> Actor:
    """An official with the duty at the office that will decide the move: that of the country's first district."""
    code = office_of(division=_district())
    office = Office.objects.get(code=code)
    duties = tuple(Duty(code, office.name, duty) for duty in (REGISTRAR, READER))
    return Actor(kind=ActorKind.OFFICIAL, name="tour", duties=duties)


def _district() -> str:
    return next(one.code for one in pack().divisions if one.level == 2)


def _report_move(person: Person, now: datetime) -> Case:
    today = timezone.localdate(now)
    event = ApplicationFiled(
        owner="population",
        service="population.move_in",
        application=f"tour-{new_key()}",
        applicant=Party.person(person.key),
        filed_by=person.key,
        answers={
            "address": f"{pack().division_by_code[_district()].native} 1-{secrets.randbelow(900) + 1}",
            "address_division": _district(),
            "moved_on": (today - timedelta(days=2)).isoformat(),
            "movers": person.key,
        },
        language=pack().languages[0],
        filed_at=now,
    )
    case = receive_report(event=event, now=now)
    if case is None:
        raise RuntimeError("The report opened no case.")
    return case


def _abstract(person: Person, official: Actor, out: Path) -> str:
    document = issue_certificate(
        kind="population.abstract",
        party=Party.person(person.key),
        answers={"former_addresses": "all", "reasons": "yes"},
        language=pack().languages[0],
        actor=official,
        now=clock.now(),
    )
    with open_blob(document.sha256) as file:
        (out / "abstract.pdf").write_bytes(file.read())
    return f"the abstract {document.number} shows the move among all addresses: {out / 'abstract.pdf'}"


def _import(official: Actor, out: Path) -> Iterator[str]:
    path, refused = out / "register.csv", out / "refused.csv"
    path.write_text(write_rows(_rows()), encoding="utf-8-sig", newline="")
    yield f"a register export of {ROWS} people, three of them wrong, is written to {path}"
    imported = start_import(
        kind=KIND,
        source=f"file:{path}",
        name=path.name,
        actor=official,
        now=clock.now(),
        language=pack().languages[0],
        run=False,
    )
    imported = run_import(key=imported.key)
    with refused.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "field", "code", "why"])
        writer.writerows(imported.refused_rows.order_by("line", "id").values_list("line", "place", "code", "says"))
    if (imported.state, imported.accepted) != ("done", ROWS - 3):
        raise RuntimeError(f"The import ended as {imported.state} with {imported.accepted} rows. {imported.failure}")
    yield f"the import takes {imported.accepted} rows and refuses three, each with its line and reason: {refused}"


def _rows() -> list[dict[str, str]]:
    """Single households of this run; rows 5, 50 and 150 are wrong in number, district and date."""
    run = secrets.token_hex(4)
    rows = [_row(place, run) for place in range(ROWS)]
    rows[4]["number"] = "1"
    rows[49]["division"] = "nowhere"
    rows[149]["moved_in_on"] = "2999-01-01"
    return rows


def _row(place: int, run: str) -> dict[str, str]:
    born = date(1960 + place % 40, place % 12 + 1, place % 28 + 1)
    number = ISSUE_NUMBER(birth_on=born, sex=Sex.FEMALE, issued_on=born, below=secrets.randbelow)
    names = (pack().data("names") or {})["family"]
    family_first = pack().name_order == "family_first"
    given = "서연" if family_first else "Ada"
    return {
        "number": number,
        "name": full_name(family=names[place % len(names)]["native"], given=given, family_first=family_first),
        "birth_on": born.isoformat(),
        "sex": "female",
        "household": f"{run}-{place}",
        "relation": "head",
        "division": _district(),
        "address": f"{pack().division_by_code[_district()].native} {place + 1}",
        "moved_in_on": "2020-02-01",
    }
