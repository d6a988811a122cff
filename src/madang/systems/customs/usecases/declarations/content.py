"""A declaration and its assessment as JSON and back: what is kept."""

from typing import Any

import msgspec

from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.declaration import Declaration


def as_json(*, of: Declaration | Assessed) -> dict[str, Any]:
    """Plain JSON; decimals and days are text, so nothing is ever a float."""
    built: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(of))
    return built


def declaration_of(*, content: dict[str, Any]) -> Declaration:
    """The declaration that was kept."""
    return msgspec.convert(content, Declaration)


def assessed_of(*, content: dict[str, Any] | None) -> Assessed | None:
    """The assessment that was kept, where there is one."""
    return None if content is None else msgspec.convert(content, Assessed)
