"""The menu's groups: who sees what, in which order."""

from collections.abc import Iterator
from typing import Any

import pytest

from madang.framework.ui import menu


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A menu of the test's own."""
    monkeypatch.setattr(menu, "_entries", {})
    monkeypatch.setattr(menu, "_groups", dict(menu._groups))
    return


def drawn(role: str, *duties: str) -> list[tuple[str, list[str]]]:
    sections = menu.sections(role=role, duties=frozenset(duties))
    return [(str(one.title), [address for address, _title in one.lines]) for one in sections]


def test_lines_stand_in_their_groups_in_the_order_of_both() -> None:
    menu.add(title="a", address="/a/", group="registers", order=20)
    menu.add(title="b", address="/b/", group="registers", order=10)
    menu.add(title="c", address="/c/", group="services", order=90)
    menu.add(title="d", address="/d/", group="services", order=95)
    menu.add(title="me", address="/me/", group="top")
    assert [lines for _title, lines in drawn("anonymous")] == [["/me/"], ["/c/", "/d/"], ["/b/", "/a/"]]


def test_a_line_that_is_alone_in_its_group_stands_by_itself() -> None:
    menu.add(title="a", address="/a/", group="money")
    assert drawn("resident") == [("", ["/a/"])]


def test_nobody_sees_a_line_or_a_group_that_is_not_for_them() -> None:
    menu.add(title="a", address="/a/", group="officials", roles=("official",))
    menu.add(title="b", address="/b/", group="officials", roles=("official",))
    assert drawn("resident") == drawn("anonymous") == drawn("") == []
    assert len(drawn("official")[0][1]) == 2


def test_a_line_that_names_duties_is_seen_by_who_holds_one_of_them() -> None:
    menu.add(title="a", address="/a/", group="officials", roles=("official",), duties=("harbour.pilot", "harbour.tug"))
    assert drawn("official", "harbour.tug") == [("", ["/a/"])]
    assert drawn("official") == drawn("official", "harbour.cook") == drawn("resident", "harbour.tug") == []
    assert menu.entries(role="official", duties=frozenset({"harbour.pilot"})) == [("/a/", "a")]


@pytest.mark.parametrize(("roles", "group"), [(("official",), "officials"), (("resident",), "services")])
def test_a_line_without_a_group_finds_one(roles: tuple[str, ...], group: str) -> None:
    menu.add(title="a", address="/a/", roles=roles)
    menu.add(title="b", address="/b/", roles=roles, group=group)
    assert len(drawn(roles[0])) == 1


def test_an_unknown_group_stops_the_start_and_a_declared_one_does_not() -> None:
    line: dict[str, Any] = {"title": "a", "address": "/a/", "group": "harbour"}
    with pytest.raises(menu.UnknownGroup, match="harbour"):
        menu.add(**line)
    menu.group("harbour", title="Harbour", order=5)
    menu.add(**line)
    menu.add(title="b", address="/b/", group="harbour")
    assert drawn("resident") == [("Harbour", ["/a/", "/b/"])]
