"""The audit trail: appended in the caller's transaction, refused to be changed, verified."""

import hashlib
import threading
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from madang.framework import audit
from madang.framework.audit.heads import publish_head
from madang.framework.audit.link import canonical, plain
from madang.framework.audit.models import Chain, Entry, Head
from madang.framework.values import Party, clock

NOW = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """The office of a duty."""

    office_code: str


@dataclass(frozen=True)
class Somebody:
    """An actor, as far as the trail looks."""

    kind: str = "system"
    account_id: int | None = None
    name: str = "test"
    acting_for: None = None
    duties: tuple[Desk, ...] = ()


MACHINE = Somebody()
OFFICIAL = Somebody("official", 7, "한지원", None, (Desk("3000000"),))


def note(number: int = 1, actor: Somebody = MACHINE) -> None:
    audit.record(actor=actor, action="test.note", target=f"case:{number}", detail={"number": number}, now=NOW)


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_what_from_which_office() -> None:
    audit.record(actor=OFFICIAL, action="cases.decide", target="case:A", detail={"outcome": "granted"}, now=NOW)
    entry = Entry.objects.get(target="case:A")
    assert (entry.actor_name, entry.account, entry.office, entry.action) == ("한지원", 7, "3000000", "cases.decide")
    assert (entry.at, entry.detail) == (NOW, {"outcome": "granted"})


@pytest.mark.django_db
def test_the_link_is_what_sha256sum_says_of_one_line() -> None:
    note()
    entry = Entry.objects.filter(target="case:1").latest("id")
    content = (
        '{"account":null,"action":"test.note","at":"2026-03-02T09:00:00.123456Z","behalf":"","detail":{"number":1},'
        '"kind":"system","mandate":"","name":"test","office":"","target":"case:1"}'
    )
    line = f"{entry.chain} {entry.number} {bytes(entry.previous).hex()} {content}"
    assert bytes(entry.hash) == hashlib.sha256(line.encode()).digest()


@pytest.mark.django_db
def test_a_rollback_takes_the_entry_with_it_and_the_chain_holds() -> None:
    note(1)
    with transaction.atomic():
        note(2)
        transaction.set_rollback(True)
    note(3)
    assert not Entry.objects.filter(target="case:2").exists()
    assert Entry.objects.filter(target__in=["case:1", "case:3"]).count() == 2
    assert audit.verify().holds


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor_name = 'nobody'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry, audit_chain",
        "DELETE FROM audit_chain",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET entries = 0",
    ],
)
def test_the_database_refuses_to_change_or_delete(statement: str, append_only_for_real) -> None:
    note()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def tamper(statement: str, *values: object) -> None:
    """What somebody with the database's own powers can do: switch the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = DEFAULT")


def some_entries(count: int = 5) -> tuple[int, list[int]]:
    """Entries of one transaction, hence of one chain: the chain and their numbers."""
    with transaction.atomic():
        for number in range(count):
            note(number)
    rows = list(Entry.objects.filter(action="test.note").order_by("-id").values_list("chain", "number"))[:count][::-1]
    assert len({chain for chain, _number in rows}) == 1
    return rows[0][0], [number for _chain, number in rows]


@pytest.mark.django_db
def test_a_changed_entry_is_named() -> None:
    chain, numbers = some_entries()
    tamper("UPDATE audit_entry SET actor_name = 'x' WHERE chain = %s AND number = %s", chain, numbers[2])
    broken = audit.verify().broken
    assert broken is not None
    assert (broken.chain, broken.number) == (chain, numbers[2])


@pytest.mark.django_db
def test_a_removed_entry_is_named() -> None:
    chain, numbers = some_entries()
    tamper("DELETE FROM audit_entry WHERE chain = %s AND number = %s", chain, numbers[1])
    broken = audit.verify().broken
    assert broken is not None
    assert (broken.chain, broken.number) == (chain, numbers[1])


@pytest.mark.django_db
def test_entries_cut_off_the_end_are_missed() -> None:
    chain, numbers = some_entries()
    tamper("DELETE FROM audit_entry WHERE chain = %s AND number >= %s", chain, numbers[3])
    broken = audit.verify().broken
    assert broken is not None
    assert (broken.chain, broken.number) == (chain, numbers[3])


@pytest.mark.django_db
def test_a_chain_rewritten_to_its_end_contradicts_the_head_published_before() -> None:
    chain, numbers = some_entries(3)
    publish_head(now=NOW)
    entry = Entry.objects.get(chain=chain, number=numbers[-1])
    fields = {
        "account": None, "action": "test.forged", "at": "2026-03-02T09:00:00.123456Z", "behalf": "", "detail": entry.detail,
        "kind": "system", "mandate": "", "name": "test", "office": "", "target": entry.target,
    }  # fmt: skip
    line = f"{chain} {entry.number} {bytes(entry.previous).hex()} {canonical(fields=fields)}"
    forged = hashlib.sha256(line.encode()).digest()
    tamper("UPDATE audit_entry SET action = 'test.forged', hash = %s WHERE id = %s", forged, entry.pk)
    tamper("UPDATE audit_chain SET hash = %s WHERE chain = %s", forged, chain)
    report = audit.verify()
    assert report.broken is not None
    assert (report.broken.chain, report.broken.number) == (chain, numbers[-1])


@pytest.mark.django_db
def test_a_changed_head_is_named() -> None:
    note(1)
    publish_head(now=NOW)
    note(2)
    publish_head(now=NOW)
    tamper("UPDATE audit_head SET at = now() WHERE number = 2")
    broken = audit.verify().broken
    assert broken is not None
    assert (broken.chain, broken.number) == (None, 2)


@pytest.mark.django_db
def test_a_head_is_published_only_when_something_was_recorded() -> None:
    note()
    first = publish_head(now=NOW)
    assert first is not None
    assert publish_head(now=NOW) is None
    note()
    second = publish_head(now=NOW)
    assert second is not None
    assert bytes(second.previous) == bytes(first.root)
    assert Head.objects.count() == 2
    assert audit.verify().holds


@pytest.mark.django_db
def test_the_command_names_the_first_broken_row(capsys) -> None:
    chain, numbers = some_entries(2)
    call_command("audit_verify")
    tamper("UPDATE audit_entry SET target = 'x' WHERE chain = %s AND number = %s", chain, numbers[0])
    with pytest.raises(CommandError, match=rf"{chain}\D+{numbers[0]}"):
        call_command("audit_verify")


@pytest.mark.django_db
def test_many_entries_chain_as_single_ones_do() -> None:
    before = Entry.objects.count()
    audit.record_many(actor=MACHINE, entries=[("test.note", f"case:{n}", {"n": n}) for n in range(300)], now=NOW)
    audit.record_many(actor=MACHINE, entries=[], now=NOW)
    assert Entry.objects.count() == before + 300
    assert audit.verify().holds


@pytest.mark.django_db
def test_a_float_is_refused_because_two_programs_write_it_differently() -> None:
    with pytest.raises(TypeError):
        audit.record(actor=MACHINE, action="a.b", target="t", detail={"rate": 0.1}, now=NOW)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text() | st.dates() | st.decimals(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.django_db
@given(detail=st.dictionaries(st.text(max_size=10), json_like, max_size=4), name=st.text(max_size=120))
def test_whatever_is_recorded_verifies_after_its_way_through_the_database(detail, name) -> None:
    audit.record(actor=Somebody(name=name), action="a.b", target="t", detail=detail, now=clock.now())
    assert audit.verify().holds


def test_values_become_plain_json() -> None:
    given_values = {
        "party": Party.person("k"),
        "day": date(2026, 1, 2),
        "sum": Decimal("1.50"),
        "tags": {"b", "a"},
        "n": 3,
    }
    assert plain(value=given_values) == {
        "party": "person:k",
        "day": "2026-01-02",
        "sum": "1.50",
        "tags": ["a", "b"],
        "n": 3,
    }


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_do_not_wait_for_each_other_and_the_chains_hold() -> None:
    waits: list[float] = []
    before = Entry.objects.count()
    inside = threading.Barrier(4)

    def write(name: int) -> None:
        with transaction.atomic():
            started = time.monotonic()
            note(name)
            waits.append(time.monotonic() - started)
            # Every writer holds its chain until all have written.
            inside.wait(timeout=20)
            note(name)
        for _more in range(20):
            note(name)
        connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(waits) == 4
    assert Entry.objects.count() == before + 4 * 22
    assert audit.verify().holds
    assert sum(Chain.objects.values_list("number", flat=True)) == before + 4 * 22
