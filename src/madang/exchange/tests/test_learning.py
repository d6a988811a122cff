"""Every message's decoder is made before the first request: msgspec 0.22 crashes when threads make one together."""

import dataclasses
import sys
import threading
from multiprocessing import get_context
from typing import Any

from madang.contracts.services_v1 import ServiceDeclaration, Services
from madang.exchange import codec
from madang.exchange.catalogue import Description
from madang.exchange.consent import Voucher
from madang.exchange.grants import Table


def test_every_contract_is_learnt_at_start() -> None:
    assert {Services, ServiceDeclaration} <= set(codec._decoders)
    # What the exchange itself reads: the grants of the pack, vouchers of consent, what the pack says of services.
    assert {Table, Voucher, Description} <= set(codec._decoders)
    before = len(codec._decoders)
    assert codec.learn_contracts() == before


def test_many_threads_may_meet_a_new_message_at_once() -> None:
    """In a process of its own, which would die of a segmentation fault."""
    process = get_context("fork").Process(target=_meet_new_messages)
    process.start()
    process.join(120)
    assert process.exitcode == 0


def _meet_new_messages() -> None:
    sys.setswitchinterval(1e-6)
    for turn in range(60):
        inner: type | None = None
        for depth in range(8):
            fields: list[Any] = [(f"f{place}", int | None, None) for place in range(8)]
            if inner is not None:
                fields.append(("inner", inner | None, None))
            inner = dataclasses.make_dataclass(f"M{turn}_{depth}", fields, frozen=True, kw_only=True)
        assert inner is not None
        _meet(inner, threading.Barrier(8))


def _meet(kind: type, gate: threading.Barrier) -> None:
    def decode() -> None:
        gate.wait()
        codec.decode(kind, b'{"f0": 1, "inner": {"f1": 2}}')

    threads = [threading.Thread(target=decode) for _ in range(gate.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
