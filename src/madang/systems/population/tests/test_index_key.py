"""A new index key: while numbers are indexed anew everyone is found, and a killed run goes on where it was."""

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from madang.framework import protect
from madang.framework.ops.doctor import examine
from madang.framework.protect import reindexing
from madang.framework.protect.encryption import key_id_of
from madang.systems.population.models import Person
from madang.systems.population.usecases.answer import search
from madang.systems.population.usecases.numbers import PURPOSE, number_of, seal_number

OLD = {"current": "t1", "keys": {"t1": "11" * 32}, "index": "22" * 32}
ROTATING = {**OLD, "index": "44" * 32, "former_index": "22" * 32}
AFTER = {**OLD, "index": "44" * 32}
PEOPLE = 200


def enter(number: str, place: int) -> Person:
    sealed, index = seal_number(number=number)
    return Person.objects.create(
        key=f"index-key-{place}",
        name="김하나",
        birth_on=date(1990, 1, 1),
        sex="female",
        nationality="KR",
        number_sealed=sealed,
        number_index=index,
    )


def numbers() -> list[str]:
    """Made up; the register's own check of numbers is not asked here."""
    return [f"900101{2_000_000 + place}" for place in range(PEOPLE)]


def found(number: str) -> list[str]:
    return [number_of(person=one) for one in search(number=number)]


def rows_of(index_key: dict[str, Any], settings: Any) -> int:
    """How many rows have the index of this ring's index key."""
    settings.MADANG_FIELD_KEYS = index_key
    expected = {protect.blind_index(number, PURPOSE) for number in numbers()}
    return len(expected & {bytes(one) for one in Person.objects.values_list("number_index", flat=True) if one})


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_goes_on_and_everyone_is_found_all_the_while(settings: Any) -> None:
    for place, number in enumerate(numbers()):
        enter(number, place)
    place = connection.settings_dict
    address = f"postgresql://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "madang.site.settings.test"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-m", "madang.systems.population.tests.reindexing"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _batch in range(3)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.readlines()
    committed = int(told[-1])
    anew = rows_of(ROTATING, settings)
    assert 60 <= committed <= anew
    assert rows_of(OLD, settings) == PEOPLE - anew
    settings.MADANG_FIELD_KEYS = ROTATING
    assert [found(number) for number in numbers()] == [[number] for number in numbers()]
    assert sum(reindexing.reindex_column(column=one) for one in reindexing.indexed_columns()) == PEOPLE - anew
    assert rows_of(AFTER, settings) == PEOPLE
    settings.MADANG_FIELD_KEYS = AFTER
    assert [found(number) for number in numbers()] == [[number] for number in numbers()]


@pytest.mark.django_db
def test_a_second_run_looks_at_every_row_again(settings: Any, capsys: Any) -> None:
    first, second = (enter(number, place) for place, number in enumerate(numbers()[:2]))
    settings.MADANG_FIELD_KEYS = ROTATING
    call_command("rotate_index_key")
    assert "population_person.number_index: 2" in capsys.readouterr().out
    # As a process would have written that was not restarted in time.
    settings.MADANG_FIELD_KEYS = OLD
    Person.objects.filter(pk=first.pk).update(number_index=protect.blind_index(numbers()[0], PURPOSE))
    settings.MADANG_FIELD_KEYS = ROTATING
    call_command("rotate_index_key")
    assert "population_person.number_index: 1" in capsys.readouterr().out
    assert bytes(Person.objects.get(pk=second.pk).number_index) == protect.blind_index(numbers()[1], PURPOSE)


@pytest.mark.django_db
def test_the_sealing_keys_of_numbers_rotate_too(settings: Any, capsys: Any) -> None:
    person = enter(numbers()[0], 0)
    settings.MADANG_FIELD_KEYS = {**OLD, "current": "t2", "keys": {**OLD["keys"], "t2": "33" * 32}}
    call_command("rotate_field_keys")
    assert "population_person.number_sealed: 1" in capsys.readouterr().out
    person.refresh_from_db()
    assert key_id_of(person.number_sealed) == "t2"
    assert number_of(person=person) == numbers()[0]


@pytest.mark.django_db
def test_the_doctor_reminds_of_a_rotation_that_has_not_ended(settings: Any) -> None:
    def said() -> list[str]:
        return [part.says for part in examine(now=datetime.now(UTC)) if part.name == "Keys" and not part.sound]

    before = said()
    settings.MADANG_FIELD_KEYS = ROTATING
    assert [one for one in said() if one not in before and "rotate_index_key" in one]


@pytest.mark.django_db
def test_an_import_refuses_a_number_that_still_has_its_former_index(settings: Any) -> None:
    import polars as pl

    from madang.systems.population.usecases.import_register import _taken

    enter(numbers()[0], 0)
    settings.MADANG_FIELD_KEYS = ROTATING
    enter(numbers()[1], 1)
    rows = pl.DataFrame({"line": [1, 2, 3], "number": numbers()[:3]})
    index = pl.Series("number_index", protect.blind_index_many(numbers()[:3], PURPOSE), dtype=pl.Binary)
    assert _taken(rows.with_columns(index))["line"].to_list() == [1, 2]
