"""What a mandate can be for, as the grantor chooses it: systems declare patterns with a title."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.scope import EVERYTHING, is_pattern


@dataclass(frozen=True, slots=True)
class ScopeTitle:
    """A pattern and what it means to people."""

    pattern: str
    title: object


_titles: dict[str, ScopeTitle] = {}


def mandate_scope(pattern: str, *, title: object) -> ScopeTitle:
    """Offer `pattern` on the page where mandates are granted: `mandate_scope("civil.apply:*", title=_("…"))`."""
    if not is_pattern(text=pattern):
        raise ValueError(f"{pattern!r} is no scope pattern.")
    _titles[pattern] = ScopeTitle(pattern, title)
    return _titles[pattern]


def offered() -> tuple[ScopeTitle, ...]:
    """What can be chosen; everything at once comes last."""
    everything = ScopeTitle(EVERYTHING, _("Everything that I may do here myself"))
    return (*(_titles[one] for one in sorted(_titles)), everything)


def titled(*, scope: Iterable[str]) -> tuple[str, ...]:
    """A scope in words; a pattern that nobody declared stands for itself, after its action's title where that has one."""
    return tuple(_title(pattern) for pattern in scope)


def _title(pattern: str) -> str:
    if pattern == EVERYTHING:
        return str(_("Everything that the party may do here itself"))
    known = {one.pattern: one for one in offered()}
    if pattern in known:
        return str(known[pattern].title)
    action, _colon, code = pattern.partition(":")
    whole = known.get(f"{action}:*")
    return f"{whole.title}: {code}" if whole else pattern
