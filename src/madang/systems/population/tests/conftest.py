"""The demonstration's people on a register of their own."""

from datetime import UTC, datetime

import pytest

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.models import Office
from madang.framework.law import pack
from madang.framework.ops.tests.once_a_file import once_a_file

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def registrar() -> Actor:
    duties = tuple(Duty("3000000", "종로구청", code) for code in ("population.registrar", "population.reader"))
    return Actor(kind=ActorKind.OFFICIAL, account_id=1, name="한지원", duties=duties)


@once_a_file
def register() -> dict[str, str]:
    """The demonstration's people, and the offices."""
    from madang.systems.population.usecases.generate.load import write_register
    from madang.systems.population.usecases.generate.named import named_people
    from madang.systems.population.usecases.generate.plan import plan_of

    here = pack()
    for one in here.data("offices"):
        Office.objects.get_or_create(code=one["code"], defaults={"name": one["name"], "region": one["region"]})
    plan = plan_of(pack=here, today=NOW.date(), seed="test")
    write_register(register=named_people(pack=here, plan=plan), plan=plan, serials_from=0, now=NOW)
    return {one["login"]: one["person"] for one in here.data("demo")["residents"]}


@pytest.fixture
def people(register, db) -> dict[str, str]:
    """Person keys of the demonstration's people by login."""
    return register
