"""Kinds of mandates: by what right somebody acts for another. Systems declare theirs with the law's title."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.scope import EVERYTHING

POWER_OF_ATTORNEY = "power_of_attorney"


@dataclass(frozen=True, slots=True)
class MandateKind:
    """A kind. `by_hand`: the grantor gives it on the page, and the holder accepts; other kinds follow from a register or
    a court, and hold without an answer. `widest` is what its scope may reach at most."""

    code: str
    title: object
    by_hand: bool
    widest: tuple[str, ...] = (EVERYTHING,)


_kinds: dict[str, MandateKind] = {}


def mandate_kind(
    code: str, *, title: object, by_hand: bool = False, widest: tuple[str, ...] = (EVERYTHING,)
) -> MandateKind:
    """Declare a kind. Declared twice, the later one stands (a system may be reloaded)."""
    _kinds[code] = MandateKind(code, title, by_hand, widest)
    return _kinds[code]


def kind_of(*, code: str) -> MandateKind | None:
    """The kind; None where nobody declared it here."""
    return _kinds.get(code)


def by_law(*, code: str) -> bool:
    """Whether mandates of the kind follow from a register or a court: whom they speak for cannot take them back."""
    known = _kinds.get(code)
    return known is not None and not known.by_hand


def kinds_by_hand() -> tuple[MandateKind, ...]:
    """What a grantor chooses from, the power of attorney first."""
    return tuple(sorted((one for one in _kinds.values() if one.by_hand), key=lambda one: one.code != POWER_OF_ATTORNEY))


def kind_title(*, code: str) -> str:
    """What a kind is called; its code where nobody declared it here."""
    known = _kinds.get(code)
    return str(known.title) if known else code


mandate_kind(POWER_OF_ATTORNEY, title=_("Power of attorney"), by_hand=True)
