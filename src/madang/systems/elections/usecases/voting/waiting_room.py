"""Where ballots wait for one another: what arrives while others are being taken is taken together next (docs/adr/0066)."""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")


class _Waiting(Generic[Given, Found]):
    """One who waits, until there is an `outcome` or a `failure`."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.outcome: Found | None = None
        self.failure: BaseException | None = None
        self.over = False


class WaitingRoom(Generic[Given, Found]):
    """Whoever comes while nobody works does the work of all who wait, the others get what it found for them. Nobody waits for
    company: who comes alone is served at once.
    """

    def __init__(self, *, work: Callable[[Sequence[Given]], Sequence[Found]], most: int) -> None:
        """`work` finds something for each; it gets `most` at a time."""
        self._work = work
        self._most = most
        self._changed = threading.Condition()
        self._waiting: list[_Waiting[Given, Found]] = []
        self._busy = False

    @property
    def waiting(self) -> int:
        """How many wait whose turn has not come."""
        with self._changed:
            return len(self._waiting)

    def enter(self, given: Given) -> Found:
        """What `work` found for `given`; raises what it raised."""
        own: _Waiting[Given, Found] = _Waiting(given)
        with self._changed:
            self._waiting.append(own)
        while self._has_the_turn(own):
            self._serve()
        if own.failure is not None:
            raise own.failure
        return own.outcome  # type: ignore[return-value]

    def _has_the_turn(self, own: _Waiting[Given, Found]) -> bool:
        """Whether the caller is to work now; no once its own outcome is there."""
        with self._changed:
            while self._busy and not own.over:
                self._changed.wait()
            if not own.over:
                self._busy = True
            return not own.over

    def _serve(self) -> None:
        """One round. Whoever still waits and wakes first does the next one."""
        with self._changed:
            together, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            for one, outcome in zip(together, self._work([one.given for one in together]), strict=True):
                one.outcome = outcome
        except BaseException as failure:
            for one in together:
                one.failure = failure
        with self._changed:
            for one in together:
                one.over = True
            self._busy = False
            self._changed.notify_all()
