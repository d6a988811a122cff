"""The access log: under whom an ask is found, and what its writer survives."""

import json

import pytest

from madang.contracts.envelope import Basis, law, own_request
from madang.exchange import Asking, asked_log, log
from madang.exchange.asking import seal_envelope
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.values import Party, clock

HANA = Actor(kind=ActorKind.RESIDENT, account_id=8, name="Hana", person="p1")


def row(*, contract: str, basis: Basis) -> log.Row:
    asking = Asking(system="portal", actor=HANA, purpose="A look", basis=basis, subject=Party.person("p1"))
    envelope = seal_envelope(asking=asking, contract=contract, recipient="civil")
    return log.row(
        side=log.ANSWERED,
        at=clock.now(),
        partner="madang/portal",
        envelope=envelope,
        question_sha256=bytes(32),
        reply_sha256=None,
        outcome="answered",
    )


@pytest.mark.parametrize(
    ("contract", "basis", "found"),
    [
        ("overview_v1.GetOverview", own_request(), ""),
        ("looks_v1.ListLooks", own_request(), ""),
        ("overview_v1.GetOverview", law("An Act art. 1"), "person:p1"),
        ("population_v1.GetPerson", own_request(), "person:p1"),
    ],
)
def test_only_ones_own_lists_are_not_found_among_the_looks_and_every_record_names_its_subject(contract, basis, found):
    entry = row(contract=contract, basis=basis)
    assert entry[4] == found
    assert json.loads(entry[1])["envelope"]["subject"] == {"kind": "person", "key": "p1"}


def test_the_asking_sides_entries_outlive_a_fault_of_their_writer(monkeypatch):
    written: list[log.Row] = []
    faults = iter([RuntimeError("the connection is gone")])

    def append_all(rows: list[log.Row]) -> None:
        for fault in faults:
            raise fault
        written.extend(rows)

    monkeypatch.setattr(log, "append_all", append_all)
    entries = [row(contract="population_v1.GetPerson", basis=own_request()) for _ in range(3)]
    writer = asked_log.Writer()
    for entry in entries:
        writer.put(lambda entry=entry: entry)
    assert writer.drain(seconds=60)
    assert written == entries
