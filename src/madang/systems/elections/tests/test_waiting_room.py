"""Ballots that come while others are taken are taken together, and each voter gets the own answer."""

import threading
import time
from collections.abc import Sequence

import pytest

from madang.systems.elections.usecases.voting.waiting_room import WaitingRoom

PATIENCE = 30


def _enter_all(room: WaitingRoom[int, int], given: Sequence[int]) -> tuple[list[threading.Thread], dict[int, object]]:
    told: dict[int, object] = {}

    def enter(one: int) -> None:
        try:
            told[one] = room.enter(one)
        except ValueError as failed:
            told[one] = failed

    threads = [threading.Thread(target=enter, args=(one,)) for one in given]
    for thread in threads:
        thread.start()
    return threads, told


def test_who_waits_is_served_together_at_most_so_many_and_never_two_groups_at_once() -> None:
    groups: list[list[int]] = []
    begun, may_end = threading.Event(), threading.Event()
    at_work = threading.Lock()

    def work(given: Sequence[int]) -> list[int]:
        assert at_work.acquire(blocking=False)
        groups.append(list(given))
        begun.set()
        assert may_end.wait(PATIENCE)
        at_work.release()
        return [one * one for one in given]

    room: WaitingRoom[int, int] = WaitingRoom(work=work, most=4)
    first, answer = _enter_all(room, [10])
    assert begun.wait(PATIENCE)
    others, answers = _enter_all(room, range(6))
    while room.waiting < 6:
        time.sleep(0.01)
    may_end.set()
    for thread in (*first, *others):
        thread.join(PATIENCE)
    assert answer | answers == {10: 100} | {one: one * one for one in range(6)}
    assert [len(one) for one in groups] == [1, 4, 2]


def test_a_failure_is_told_to_all_of_its_group_and_the_room_goes_on() -> None:
    def work(given: Sequence[int]) -> list[int]:
        if 7 in given:
            raise ValueError("the database is gone")
        return list(given)

    room: WaitingRoom[int, int] = WaitingRoom(work=work, most=4)
    with pytest.raises(ValueError, match="gone"):
        room.enter(7)
    assert room.enter(8) == 8
