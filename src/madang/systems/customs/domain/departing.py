"""Goods on their way out, from the gate of the terminal to the ship: one state machine for each goods line of a bill (in Korea
Customs Act arts. 136 (2), 140 (4), 248 (3), 251).

Packages are expected, at the terminal, aboard, or gone; never at two places. Nothing is loaded before its declaration is
released (art. 248 (3)); when the ship has gone, what was not aboard stays here.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from madang.systems.customs.domain.movement import IllegalMove


class LeavingKind(StrEnum):
    """What happened to leaving goods."""

    LODGED = "lodged"
    CARRIED_IN = "carried_in"
    LOADED = "loaded"
    SHUT_OUT = "shut_out"
    """Taken off the ship again before it left."""
    TAKEN_BACK = "taken_back"
    """Out of the terminal by the gate, to stay in the country or to leave by another bill."""
    DEPARTED = "departed"


@dataclass(frozen=True, slots=True)
class LeavingStep:
    """What happened: to so many packages, at which terminal."""

    kind: LeavingKind
    packages: int
    terminal: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """The goods of one line of a bill: what the manifest says, and where they are. `gone`: the ship has left."""

    packages: int
    terminal: str = ""
    waiting: int = 0
    loaded: int = 0
    left: int = 0
    gone: bool = False

    @property
    def expected(self) -> int:
        """Packages that have not come to the terminal; none once the ship has gone."""
        return 0 if self.gone else self.packages - self.waiting - self.loaded - self.left

    @property
    def named(self) -> int:
        """How many packages of its declaration the line still stands for: all, or once the ship has gone, those it took."""
        return self.left if self.gone else self.packages

    @property
    def state(self) -> str:
        """One word for a list: the place that is furthest back."""
        if self.gone:
            return "left" if self.left == self.packages else "part_left" if self.left else "not_loaded"
        return "expected" if self.expected else "terminal" if self.waiting else "aboard"


def follow_leaving(*, leaving: Leaving, step: LeavingStep, free: bool) -> Leaving:
    """The goods after one step. `free`: their export is released, or they are transhipped. Raises IllegalMove with the
    reason."""
    if leaving.gone:
        if step.kind is LeavingKind.TAKEN_BACK:
            return _taken_back(leaving, step)
        raise IllegalMove("ship_gone")
    if step.kind is LeavingKind.DEPARTED:
        return replace(leaving, loaded=0, left=leaving.loaded, gone=True)
    if step.packages < 1:
        raise IllegalMove("nothing")
    if step.kind is LeavingKind.CARRIED_IN:
        return _carried_in(leaving, step)
    if step.kind is LeavingKind.LOADED:
        return _loaded(leaving, step, free=free)
    if step.kind is LeavingKind.SHUT_OUT:
        _enough(step.packages, leaving.loaded)
        return replace(leaving, loaded=leaving.loaded - step.packages, waiting=leaving.waiting + step.packages)
    return _taken_back(leaving, step)


def _carried_in(leaving: Leaving, step: LeavingStep) -> Leaving:
    if not step.terminal:
        raise IllegalMove("no_place")
    if leaving.terminal not in {"", step.terminal}:
        raise IllegalMove("other_terminal", leaving.terminal)
    if step.packages > leaving.expected:
        raise IllegalMove("more_than_expected", str(leaving.expected))
    return replace(leaving, terminal=step.terminal, waiting=leaving.waiting + step.packages)


def _loaded(leaving: Leaving, step: LeavingStep, *, free: bool) -> Leaving:
    if not free:
        raise IllegalMove("export_not_released")
    _enough(step.packages, leaving.waiting)
    return replace(leaving, waiting=leaving.waiting - step.packages, loaded=leaving.loaded + step.packages)


def _taken_back(leaving: Leaving, step: LeavingStep) -> Leaving:
    if step.packages < 1:
        raise IllegalMove("nothing")
    _enough(step.packages, leaving.waiting)
    waiting = leaving.waiting - step.packages
    # With nothing left at the terminal, they may come to another.
    terminal = leaving.terminal if waiting or leaving.loaded or leaving.gone else ""
    return replace(leaving, waiting=waiting, terminal=terminal)


def _enough(asked: int, there: int) -> None:
    if asked > there:
        raise IllegalMove("more_than_there", str(there))
