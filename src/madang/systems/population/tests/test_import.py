"""Importing a register export: what is taken, what is refused and why, and going on after a crash."""

from datetime import date
from pathlib import Path

import pytest

from madang.countries.kr.population.law import issue_resident_number
from madang.framework.bulk.models import Import, RefusedRow
from madang.framework.bulk.usecases import ImportHasEnded, run_import, start_import, stop_import
from madang.framework.identity.actor import system_actor
from madang.systems.population.domain.people import Sex
from madang.systems.population.formats import lines
from madang.systems.population.formats.register_csv import write_rows
from madang.systems.population.models import Household, Membership, Person, Residence
from madang.systems.population.usecases import gather
from madang.systems.population.usecases.import_register import KIND
from madang.systems.population.usecases.numbers import indexes_of, number_of

pytestmark = pytest.mark.django_db


def number(born: date, sex: Sex, serial: int) -> str:
    return issue_resident_number(birth_on=born, sex=sex, issued_on=born, below=lambda n: serial % n)


def row(place: int, **change: str) -> dict[str, str]:
    born = date(1980, 1, 1).replace(year=1950 + place % 60)
    return {
        "number": number(born, Sex.FEMALE, place),
        "name": "홍길순",
        "birth_on": born.isoformat(),
        "sex": "여",
        "household": str(place),
        "relation": "세대주",
        "division": "1111000000",
        "address": f"서울특별시 종로구 세종대로 {place}",
        "moved_in_on": "2020-01-01",
        **change,
    }


def take(path: Path, rows: list[dict[str, str]], now, encoding: str = "utf-8-sig") -> Import:
    path.write_bytes(write_rows(rows).encode(encoding))
    started = start(path, now)
    return run_import(key=started.key, now=lambda: now)


def start(path: Path, now) -> Import:
    return start_import(
        kind=KIND, source=f"file:{path}", name=path.name, actor=system_actor("test"), now=now, language="en", run=False
    )


def reasons(imported: Import) -> list[tuple[int, str]]:
    return list(imported.refused_rows.order_by("line", "id").values_list("line", "code"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp949"])
def test_a_household_is_taken_in_whole(tmp_path, now, encoding) -> None:
    child = number(date(2010, 5, 5), Sex.MALE, 7)
    rows = [row(1), row(1, number=child, name="홍길동", birth_on="2010.05.05", sex="남", relation="자")]
    imported = take(tmp_path / "r.csv", rows, now, encoding)
    assert (imported.state, imported.accepted, imported.refused) == ("done", 2, 0)
    assert imported.state_of_reading["encoding"] == ("cp949" if encoding == "cp949" else "utf-8")
    person = Person.objects.get(number_index__in=indexes_of(number=child))
    assert (person.name, number_of(person=person)) == ("홍길동", child)
    members = gather.members_of(household_id=gather.membership_of(person=person).household_id)
    assert sorted(one.relation.value for one in members) == ["child", "head"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": ""}, "population.number.missing"),
        ({"number": "12345"}, "population.number.form"),
        ({"sex": "남"}, "population.number.sex_differs"),
        ({"sex": "?"}, "population.sex.unknown"),
        ({"birth_on": "1951-13-01"}, "population.birth.missing"),
        ({"name": ""}, "population.name.empty"),
        ({"name": "=1+1"}, "population.name.letters"),
        ({"relation": "집주인"}, "population.relation.unknown"),
        ({"division": "99"}, "population.move.unknown_division"),
        ({"moved_in_on": "2030-01-01"}, "population.move.in_future"),
        ({"moved_in_on": "1940-01-01"}, "population.moved_in.before_birth"),
        ({"nationality": "Korea"}, "population.nationality.unknown"),
        ({"address": "가" * 201}, "population.text.too_long"),
    ],
)
def test_a_row_is_refused_with_its_line_and_reason(tmp_path, now, change, code) -> None:
    imported = take(tmp_path / "r.csv", [row(1, **change), row(2)], now)
    assert reasons(imported) == [(2, code)]
    assert (imported.accepted, Person.objects.count()) == (1, 1)
    assert RefusedRow.objects.get().says


def test_every_rule_that_a_row_breaks_is_told(tmp_path, now) -> None:
    imported = take(tmp_path / "r.csv", [row(1, name="", division="99", sex="")], now)
    assert {code for _line, code in reasons(imported)} == {
        "population.name.empty",
        "population.move.unknown_division",
        "population.sex.unknown",
    }


def test_a_number_counts_once_in_a_file_and_once_on_the_register(tmp_path, now) -> None:
    first = take(tmp_path / "a.csv", [row(1), row(1, household="9")], now)
    assert reasons(first) == [(3, "population.number.twice")]
    second = take(tmp_path / "b.csv", [row(1, household="8"), row(2)], now)
    assert reasons(second) == [(2, "population.number.taken")]


def test_a_household_has_one_head_also_over_two_files(tmp_path, now) -> None:
    first = take(tmp_path / "a.csv", [row(1), row(2, household="1")], now)
    assert reasons(first) == [(3, "population.household.two_heads")]
    second = take(tmp_path / "b.csv", [row(3, household="1"), row(4, household="1", relation="동거인")], now)
    assert reasons(second) == [(2, "population.household.two_heads")]
    assert Household.objects.count() == 1
    assert Membership.objects.count() == 2


def test_a_file_that_is_no_register_fails_with_a_sentence(tmp_path, now) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    imported = run_import(key=start(path, now).key, now=lambda: now)
    assert imported.state == "failed"
    assert "주민등록번호" in imported.failure


def test_an_import_that_was_cut_off_goes_on_where_it_stood(tmp_path, now, monkeypatch) -> None:
    monkeypatch.setattr(lines.read_blocks, "__kwdefaults__", {"position": 0, "first_line": 1, "size": 600})
    path = tmp_path / "r.csv"
    path.write_bytes(write_rows([row(place) for place in range(1, 31)]).encode("utf-8"))
    started = start(path, now)
    chunks = []

    def fall_over(imported: Import) -> None:
        chunks.append(imported.accepted)
        if len(chunks) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(key=started.key, progress=fall_over, now=lambda: now)
    started.refresh_from_db()
    assert (started.state, started.accepted) == ("running", chunks[-1])
    assert 0 < started.position < started.size
    assert Person.objects.count() == chunks[-1]
    ended = run_import(key=started.key, now=lambda: now)
    assert (ended.state, ended.accepted, ended.refused) == ("done", 30, 0)
    assert Person.objects.count() == Residence.objects.count() == 30


def test_a_stopped_import_keeps_what_it_has_and_does_not_run_again(tmp_path, now) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(write_rows([row(1)]).encode("utf-8"))
    started = start(path, now)
    stop_import(key=started.key, actor=system_actor("test"), now=now)
    with pytest.raises(ImportHasEnded):
        run_import(key=started.key, now=lambda: now)
    assert not Person.objects.exists()
