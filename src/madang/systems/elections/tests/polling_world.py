"""A small election for the tests of preparation, polling and counting."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.law import pack
from madang.framework.values import clock
from madang.systems.elections.domain.plan import Answer, Plan, PlannedQuestion
from madang.systems.elections.domain.words import Kind, QuestionKind, RollSource
from madang.systems.elections.models import Election, Voter
from madang.systems.elections.usecases.permissions import CREDENTIALS, MANAGER, STATION
from madang.systems.elections.usecases.rehearse import Officials, Rehearsal, announce, begin

OFFICE = "NEC"
OPENS = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=2)
BEFORE = OPENS - timedelta(days=1)
DURING = OPENS + timedelta(hours=3)
AFTER = CLOSES + timedelta(hours=1)


def official(account: int, duty: str) -> Actor:
    """An official of the commission."""
    held = Duty(office_code=OFFICE, office_name=OFFICE, code=duty)
    return Actor(kind=ActorKind.OFFICIAL, account_id=account, name=f"official {account}", duties=(held,))


def resident(number: int) -> Actor:
    """The voter with that number of the roll."""
    return Actor(kind=ActorKind.RESIDENT, account_id=100 + number, name=f"voter {number}", person=f"person{number}")


OFFICIALS = Officials(first=official(1, MANAGER), second=official(2, MANAGER), keeper=official(3, CREDENTIALS))
POLLING = (official(4, STATION), official(5, STATION))


def plan(*, trustees: tuple[str, ...] = ("Kim", "Lee"), threshold: int = 0) -> Plan:
    """One question of two answers."""
    answers = (Answer(text="찬성", text_en="Yes"), Answer(text="반대", text_en="No"))
    return Plan(
        kind=Kind.HOUSING,
        title="투표",
        title_en="A vote",
        roll_source=RollSource.LIST,
        reference_on=date(2026, 11, 1),
        quorum_percent=50,
        inspection_from=date(2026, 11, 2),
        inspection_until=date(2026, 11, 10),
        opens_at=OPENS,
        closes_at=CLOSES,
        opens_on=date(2026, 11, 20),
        threshold=threshold,
        trustees=trustees,
        questions=(
            PlannedQuestion(kind=QuestionKind.SINGLE, text="찬성합니까?", text_en="Do you agree?", answers=answers),
        ),
    )


def entered(election: Election, voters: int = 4) -> int:
    """A roll without the register."""
    made = [
        Voter(election=election, number=one, person=f"person{one}", name=f"voter {one}", birth_on=date(1990, 1, one))
        for one in range(1, voters + 1)
    ]
    return len(Voter.objects.bulk_create(made))


def open_election(*, paper_overrides: bool = False) -> Rehearsal:
    """An election that takes ballots from `OPENS` on."""
    planned = replace(plan(), paper_overrides=paper_overrides)
    election = announce(plan=planned, office=OFFICE, enter=entered, officials=OFFICIALS, now=OPENS - timedelta(days=19))
    return begin(election=election, officials=OFFICIALS, now=BEFORE)


def registered_people() -> dict[str, str]:
    """The keys of the pack's named residents, by login, in the real resident register that is made with them."""
    # By name, as the site loads it: systems do not import each other.
    import_module("madang.systems.population.demo").load_demo(
        country=pack().code, population=12, now=clock.now(), progress=lambda *_told: None
    )
    return {row["login"]: row["person"] for row in pack().data("demo")["residents"]}
