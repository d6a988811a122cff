"""Businesses for the demonstration: a share of the adults, chosen and described by their key alone, so that every run of one
size gives the same register."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from madang.contracts.businesses_v1 import BusinessForm, BusinessStatus
from madang.contracts.population_v1 import GetAdults, Person
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.values import Progress
from madang.systems.businesses.domain.numbers import NEW_NUMBER, SAMPLE_CORPORATE_NUMBER
from madang.systems.businesses.models import Business, Establishment, NumberSerial, Representative, StatusChange
from madang.systems.businesses.usecases.entering import today_of
from madang.systems.businesses.usecases.name import SYSTEM
from madang.systems.businesses.usecases.offices import office_for
from madang.systems.businesses.usecases.sectors import sectors

PAGE = 2000
# Of a hundred adults: how many trade; of a hundred businesses: corporations, closed ones, pausing ones.
TRADING, CORPORATIONS, CLOSED, PAUSING = 12, 15, 10, 3
OLDEST_DAYS = 15 * 365


@dataclass(slots=True, kw_only=True)
class Counters:
    """The numbers given so far."""

    last: dict[tuple[str, BusinessForm], int] = field(default_factory=dict)

    def next(self, *, office: str, form: BusinessForm) -> int:
        """The next serial number of an office for a form."""
        self.last[office, form] = self.last.get((office, form), 0) + 1
        return self.last[office, form]

    @property
    def corporations(self) -> int:
        """How many corporations have a number."""
        return sum(count for (_office, form), count in self.last.items() if form is BusinessForm.CORPORATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A generated business with its parts, not yet saved."""

    business: Business
    head: Establishment
    representative: Representative
    statuses: tuple[StatusChange, ...]


def load_demo(*, population: int, now: datetime, progress: Progress) -> int:
    """The named businesses of the pack and a share of the adults'; how many. Replaces what an earlier try left."""
    _empty()
    counters = Counters()
    count = _save(_named(counters=counters, now=now))
    done = 0
    for page in _adults():
        owners = [person for person in page if _number(person.key or "", "trades") < TRADING]
        count += _save([_draw(person=person, counters=counters, now=now) for person in owners])
        done += len(page)
        progress(SYSTEM, done, max(done, population))
    with transaction.atomic():
        NumberSerial.objects.bulk_create(
            NumberSerial(office_code=office, form=form.value, last=last)
            for (office, form), last in counters.last.items()
        )
    return count


def _empty() -> None:
    # History refuses deletion row by row; a demonstration that is loaded anew empties the tables as a whole.
    tables = [model._meta.db_table for model in (StatusChange, Representative, Establishment, NumberSerial, Business)]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


def _adults() -> Iterator[tuple[Person, ...]]:
    after, more = "", True
    while more:
        asking = Asking(
            system=SYSTEM,
            actor=system_actor("businesses.demo"),
            purpose="Generating the demonstration's businesses",
            basis=legal_basis(asker=SYSTEM, question=GetAdults),
            timeout=60.0,
        )
        reply = ask(GetAdults(after=after, limit=PAGE), asking)
        yield reply.people
        more = reply.more and bool(reply.people)
        after = reply.people[-1].key or "" if reply.people else ""


def _number(key: str, what: str, *, below: int = 100) -> int:
    return int.from_bytes(sha256(f"{what}:{key}".encode()).digest()[:6]) % below


def _form_and_status(key: str) -> tuple[BusinessForm, BusinessStatus]:
    form = BusinessForm.CORPORATION if _number(key, "form") < CORPORATIONS else BusinessForm.SOLE_TRADER
    drawn = _number(key, "status")
    if drawn < CLOSED:
        return form, BusinessStatus.CLOSED
    return form, BusinessStatus.SUSPENDED if drawn < CLOSED + PAUSING else BusinessStatus.ACTIVE


def _trade(key: str, *, language: str) -> tuple[str, str]:
    """A sector with the word for it in a trade name: one of the country's `trades`, or else of its classification."""
    trades = pack().data("demo").get("trades") or [{"sector": one.code, **one.titles} for one in sectors().classes]
    chosen = trades[_number(key, "sector", below=len(trades))]
    return str(chosen["sector"]), str(chosen.get(language) or chosen["en"])


def _draw(*, person: Person, counters: Counters, now: datetime) -> Drawn:
    key = person.key or ""
    today = today_of(now)
    form, status = _form_and_status(key)
    language = pack().languages[0]
    sector, trade = _trade(key, language=language)
    opened_on = today - timedelta(days=1 + _number(key, "opened", below=OLDEST_DAYS))
    division = (person.address.division if person.address else None) or pack().divisions[-1].code
    business = _business(
        form=form,
        office=office_for(division=division),
        name=f"{person.name} {trade}"[:100],
        sector=sector,
        opened_on=opened_on,
        counters=counters,
    )
    address = (person.address.text if person.address else None) or division
    return _parts(
        business=business,
        status=status,
        division=division,
        address=address,
        person=key,
        name=person.name or "",
        today=today,
        now=now,
    )


def _business(
    *, form: BusinessForm, office: str, name: str, sector: str, opened_on: date, counters: Counters, latin: str = ""
) -> Business:
    serial = counters.next(office=office, form=form)
    corporate = SAMPLE_CORPORATE_NUMBER.filled(serial=counters.corporations) if form is BusinessForm.CORPORATION else ""
    return Business(
        number=NEW_NUMBER.filled(form=form, office_code=office, serial=serial),
        corporate_number=corporate,
        name=name,
        latin_name=latin,
        form=form.value,
        sector=sector,
        section=sectors().section_of(code=sector),
        opened_on=opened_on,
        office_code=office,
        registered_on=opened_on,
    )


def _parts(
    *,
    business: Business,
    status: BusinessStatus,
    division: str,
    address: str,
    person: str,
    name: str,
    today: date,
    now: datetime,
) -> Drawn:
    opened_on = business.opened_on
    statuses = [_status(business, BusinessStatus.ACTIVE, opened_on, now)]
    business.status = status.value
    if status is not BusinessStatus.ACTIVE:
        since = opened_on + timedelta(days=_number(person, "ended", below=max((today - opened_on).days, 1)))
        statuses.append(_status(business, status, since, now))
        if status is BusinessStatus.CLOSED:
            business.closed_on = since
    head = Establishment(business=business, division=division, address=address[:200], opened_on=opened_on)
    head.closed_on = business.closed_on
    answers_for = Representative(
        business=business, person=person, name=name[:120], name_asked_at=now, from_on=opened_on
    )
    return Drawn(business=business, head=head, representative=answers_for, statuses=tuple(statuses))


def _status(business: Business, status: BusinessStatus, since: date, now: datetime) -> StatusChange:
    return StatusChange(
        business=business, status=status.value, since=since, recorded_at=now, recorded_by="businesses.demo"
    )


def _named(*, counters: Counters, now: datetime) -> list[Drawn]:
    """The businesses that the pack's `demo.yaml` names, with their owners' keys."""
    demo: Mapping[str, Any] = pack().data("demo") or {}
    people = {row["login"]: row for row in demo.get("residents", ())}
    family_first = pack().name_order == "family_first"
    found = []
    for row in demo.get("businesses", ()):
        owner = people[row["owner"]]
        parts = [owner["family"]["native"], owner["given"]["native"]]
        business = _business(
            form=BusinessForm.SOLE_TRADER,
            office=office_for(division=row["division"]),
            name=row["name"],
            latin=row.get("name_latin", ""),
            sector=str(row["sector"]),
            opened_on=row["opened_on"],
            counters=counters,
        )
        found.append(
            _parts(
                business=business,
                status=BusinessStatus.ACTIVE,
                division=row["division"],
                address=row["address"],
                person=owner["person"],
                name="".join(parts) if family_first else " ".join(reversed(parts)),
                today=today_of(now),
                now=now,
            )
        )
    return found


def _save(drawn: Sequence[Drawn]) -> int:
    with transaction.atomic():
        Business.objects.bulk_create([one.business for one in drawn], batch_size=2000)
        Establishment.objects.bulk_create([one.head for one in drawn], batch_size=2000)
        Representative.objects.bulk_create([one.representative for one in drawn], batch_size=2000)
        StatusChange.objects.bulk_create([status for one in drawn for status in one.statuses], batch_size=2000)
    return len(drawn)
