"""The scope of a mandate: patterns `action:service code`, such as `civil.apply:*`. Plain Python."""

import re
from collections.abc import Iterable

EVERYTHING = "*"
# An action pattern, a colon, a code pattern; `*` stands alone or at the end, so that a scope reads as what it allows.
_FORM = re.compile(r"(?:\*|[a-z0-9_]+(?:\.[a-z0-9_]+)*(?:\.\*)?):(?:\*|[A-Za-z0-9_.-]+\*?)")


def is_pattern(*, text: str) -> bool:
    """Whether `text` is a scope pattern."""
    return text == EVERYTHING or (len(text) <= 120 and _FORM.fullmatch(text) is not None)


def _matches(pattern: str, text: str) -> bool:
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern


def covers(*, scope: Iterable[str], action: str, code: str = "") -> bool:
    """Whether some pattern of `scope` allows `action` on the service `code`; an empty code asks for the whole action.

    The whole action is allowed only by a pattern that ends in `:*`: a mandate for one service is none for all.
    """
    for pattern in scope:
        if pattern == EVERYTHING:
            return True
        action_pattern, _, code_pattern = pattern.partition(":")
        if _matches(action_pattern, action) and (code_pattern == "*" or (code and _matches(code_pattern, code))):
            return True
    return False


def includes(*, scope: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether every pattern of `wanted` allows nothing that `scope` does not."""
    return all(any(_pattern_includes(wide, narrow) for wide in scope) for narrow in wanted)


def _pattern_includes(wide: str, narrow: str) -> bool:
    if wide in (EVERYTHING, narrow):
        return True
    if narrow == EVERYTHING:
        return False
    wide_action, _, wide_code = wide.partition(":")
    action, _, code = narrow.partition(":")
    return _matches(wide_action, action) and _matches(wide_code, code)
