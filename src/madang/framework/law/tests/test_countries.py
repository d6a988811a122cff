"""Every pack hangs together: what one of its files names, another one has."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from madang.framework.law import Pack, known_packs, load_pack
from madang.framework.law.yaml_file import read_yaml

PACKS = pytest.mark.parametrize("pack", [load_pack(code) for code in sorted(known_packs())], ids=lambda pack: pack.code)
SYSTEMS = ("population", "businesses", "civil")


def services(pack: Pack) -> dict[str, Any]:
    """Every service that the pack describes."""
    return {code: row for system in SYSTEMS for code, row in (pack.data(f"{system}/services") or {}).items()}


@PACKS
def test_every_service_names_parameters_that_exist(pack: Pack):
    named = {
        key for row in services(pack).values() for key in [*row.get("fee", {}).values(), row.get("working_days")] if key
    }
    assert named <= set(pack.parameters)


@PACKS
def test_every_service_can_be_read_and_speaks_every_language_of_the_country(pack: Pack):
    described = import_module("madang.exchange.catalogue").Description
    for code, row in services(pack).items():
        msgspec.convert(row, described)
        for name in ("title", "summary", "agency", "statute", "who_may_apply"):
            assert set(pack.languages) <= set(row[name]), f"{code} {name}"
            assert all(row[name].values()), f"{code} {name}"


@PACKS
def test_every_life_event_that_a_service_names_is_listed(pack: Pack):
    listed = {event["code"] for event in pack.data("civil/life_events") or ()}
    named = {event for row in services(pack).values() for event in row.get("life_events", ())}
    assert named <= listed


@PACKS
def test_every_part_of_a_life_event_is_a_described_service(pack: Pack):
    parts = {part["service"] for event in pack.data("civil/life_events") or () for part in event["parts"]}
    assert parts <= set(services(pack))


@PACKS
def test_every_form_belongs_to_a_service_of_the_counter(pack: Pack):
    read_field = import_module("madang.systems.civil.domain.life_events").read_field
    forms = pack.data("civil/forms") or {}
    assert set(forms) <= set(pack.data("civil/services") or {})
    for fields in forms.values():
        names = [read_field(row=row).name for row in fields]
        assert len(names) == len(set(names))


def test_korea_describes_thirty_services_and_more_with_eight_certificates():
    # Issue 2, section 4.
    described = services(load_pack("kr"))
    at_once = [
        code
        for code, row in described.items()
        if row.get("working_days") in {"population.processing.certificate", "businesses.deadlines.certificate"}
    ]
    assert len(described) >= 30
    assert len(at_once) >= 8


@PACKS
def test_every_office_has_its_parent_and_its_region(pack: Pack):
    offices = pack.data("offices")
    codes = [office["code"] for office in offices]
    assert len(codes) == len(set(codes))
    for office in offices:
        assert not office["parent"] or office["parent"] in codes
        assert not office["region"] or office["region"] in pack.division_by_code


@PACKS
def test_the_demo_people_live_work_and_trade_where_the_pack_knows_it(pack: Pack):
    demo = pack.data("demo")
    offices = {office["code"]: office for office in pack.data("offices")}
    people = {row["login"]: row for row in demo["residents"]}
    sectors = {str(row["code"]) for row in pack.table("businesses/sectors")}
    assert len({row["person"] for row in people.values()}) == len(people)
    assert all(row["household"] in demo["households"] for row in people.values())
    assert all(home["division"] in pack.division_by_code for home in demo["households"].values())
    for official in demo["officials"]:
        for held in official["duties"]:
            assert held["duty"] in offices[held["office"]]["duties"], official["login"]
    for business in demo["businesses"]:
        assert business["owner"] in people
        assert str(business["sector"]) in sectors
        assert business["division"] in pack.division_by_code


@PACKS
def test_every_grant_names_a_question_and_fields_that_exist(pack: Pack):
    for grant in pack.data("exchange")["grants"]:
        module, _, name = grant["query"].partition(".")
        question = getattr(import_module(f"madang.contracts.{module}"), name)
        reply = question.reply_type()
        for field in grant["fields"] if grant["fields"] != "*" else ():
            assert has_field(reply, field.split(".")), f"{grant['query']}: {field}"


@PACKS
def test_every_grant_by_law_cites_it(pack: Pack):
    table = read_yaml(path=pack.folder / "exchange.yaml")
    assert all(grant["basis"].get("cite") for grant in table["grants"] if grant["basis"]["kind"] == "law")
    assert all(hearing["cite"] for hearing in table["events"])


def has_field(kind: Any, path: list[str]) -> bool:
    """Whether the dotted path leads to a field of a reply, through lists and optional parts."""
    if not path:
        return True
    return any(
        path[0] in hints and has_field(hints[path[0]], path[1:])
        for hints in (get_type_hints(one) for one in dataclasses_in(kind))
    )


def dataclasses_in(kind: Any) -> Iterator[type]:
    """The dataclasses that a type is made of."""
    if hasattr(kind, "__dataclass_fields__"):
        yield kind
    for argument in get_args(kind):
        yield from dataclasses_in(argument)
