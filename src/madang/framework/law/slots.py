"""Slots: law that is code. A system's `domain` declares one; each country fills it or says why it does not apply.

    # systems/population/domain/numbers.py
    CHECK_NUMBER: Slot[CheckNumber] = slot("population.check_resident_number", CheckNumber)

    # countries/kr/population/law.py
    @fills(CHECK_NUMBER)
    def check_resident_number(*, number: str, …) -> tuple[Problem, ...]: ...

    PENSION = not_applicable(PENSION_SLOT, "Hanbit has no public pension.")

Calling the slot calls what the active country filled in.
"""

import inspect
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any, Generic, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
_MARK = "__madang_fills__"
_declared: dict[str, "Slot[Any]"] = {}


class SlotUnfilled(LookupError):
    """The active country neither fills the slot nor says that it does not apply."""


class SlotNotApplicable(LookupError):
    """The active country says that this law does not exist there; `reason` says why."""

    def __init__(self, *, slot: str, reason: str) -> None:
        self.reason = reason
        super().__init__(f"'{slot}' does not apply here: {reason}")


class SlotDeclaredTwice(ValueError):
    """Two slots have one name."""


class Slot(Generic[F]):
    """A gap in a system's rules that each country fills. `signature` is a Callable type, a protocol or a sample function."""

    def __init__(self, name: str, signature: object = None) -> None:
        self.name = name
        self.signature = signature
        declarer = inspect.currentframe()
        self.module = _module_of(declarer)
        other = _declared.get(name)
        if other is not None and other.module != self.module:
            raise SlotDeclaredTwice(f"The slot '{name}' is declared by {other.module} and by {self.module}.")
        _declared[name] = self

    @property
    def filled(self) -> F:
        """What the active country filled in. Raises SlotUnfilled, SlotNotApplicable."""
        from madang.framework.law.active import pack

        here = pack()
        filling = here.fillings.get(self.name)
        if filling is None:
            raise SlotUnfilled(f"The pack '{here.code}' does not fill the slot '{self.name}'.")
        if isinstance(filling, NotApplicable):
            raise SlotNotApplicable(slot=self.name, reason=filling.reason)
        return typing.cast("F", filling.function)

    @property
    def applies(self) -> bool:
        """Whether the active country has this law at all."""
        from madang.framework.law.active import pack

        return isinstance(pack().fillings.get(self.name), Filled)

    def __call__(self, *args: Any, **values: Any) -> Any:
        return self.filled(*args, **values)

    def __repr__(self) -> str:
        return f"<Slot {self.name}>"


def _module_of(frame: Any) -> str:
    while frame is not None and frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", "")) if frame else ""


def slot(name: str, signature: object = None) -> Slot[Any]:
    """Declares a slot; annotate the result `Slot[Callable[[...], ...]]` so that its calls are typed through `.filled`."""
    return Slot(name, signature)


def declared_slots() -> dict[str, Slot[Any]]:
    """Every slot of the domains imported so far, by name."""
    return dict(_declared)


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot with the function that a country put in."""

    slot: Slot[Any]
    function: Callable[..., Any]

    def misfits(self) -> list[str]:
        """In what the function differs from what the slot asks for."""
        wanted = _parameters_wanted(self.slot.signature)
        if wanted is None:
            return []
        got = list(inspect.signature(self.function).parameters.values())
        if isinstance(wanted, int):
            return [] if len(got) == wanted else [f"takes {len(got)} values where the slot gives {wanted}"]
        if [(one.name, one.kind) for one in got] != [(one.name, one.kind) for one in wanted]:
            return [f"takes ({', '.join(map(str, got))}) where the slot gives ({', '.join(map(str, wanted))})"]
        return []


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A slot of which the country says that it has no such law."""

    slot: Slot[Any]
    reason: str

    def misfits(self) -> list[str]:
        """A reason is due."""
        return [] if self.reason.strip() else ["must say why it does not apply"]


Filling = Filled | NotApplicable


def _parameters_wanted(signature: object) -> int | list[inspect.Parameter] | None:
    if isinstance(signature, FunctionType):
        return list(inspect.signature(signature).parameters.values())
    if inspect.isclass(signature) and "__call__" in vars(signature):
        return list(inspect.signature(vars(signature)["__call__"]).parameters.values())[1:]
    arguments = typing.get_args(signature)
    return len(arguments[0]) if arguments and isinstance(arguments[0], list) else None


def fills(slot: Slot[F]) -> Callable[[F], F]:
    """Marks a country's function as the filling of `slot`."""

    def mark(function: F) -> F:
        setattr(function, _MARK, (*getattr(function, _MARK, ()), slot))
        return function

    return mark


def not_applicable(slot: Slot[Any], reason: str) -> NotApplicable:
    """Declares, at the top level of a country's `law.py`, that the country has no such law."""
    return NotApplicable(slot, reason)


def fillings_in(module: ModuleType) -> Iterator[Filling]:
    """What the module fills or declares not applicable."""
    for value in vars(module).values():
        if isinstance(value, NotApplicable):
            yield value
        elif isinstance(value, FunctionType) and value.__module__.startswith(module.__name__.rpartition(".")[0]):
            for slot in getattr(value, _MARK, ()):
                yield Filled(slot, value)
