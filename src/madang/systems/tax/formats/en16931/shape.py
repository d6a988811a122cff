"""How a syntax writes the terms: a tree of groups, each with the path of its elements and of its terms (XPath 1.0)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shape:
    """`path` is relative to the group above; a term's path to the group's element."""

    code: str
    path: str
    terms: Mapping[str, str]
    groups: tuple["Shape", ...] = field(default=())
