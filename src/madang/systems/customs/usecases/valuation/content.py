"""Facts and what was worked out of them, as JSON and back: what is kept."""

from typing import Any

import msgspec

from madang.systems.customs.domain.declaration import Item
from madang.systems.customs.domain.find_value import ValueFacts, Worked
from madang.systems.customs.models import ValueStatement


def plain(*, of: ValueFacts | Worked | Item) -> dict[str, Any]:
    """Plain JSON; decimals and days are text."""
    built: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(of))
    return built


def facts_of(*, statement: ValueStatement) -> ValueFacts:
    """The facts that were stated."""
    return msgspec.convert(statement.facts, ValueFacts)


def worked_of(*, statement: ValueStatement) -> Worked:
    """What the law made of them when they were stated."""
    return msgspec.convert(statement.worked, Worked)


def item_of(*, content: dict[str, Any]) -> Item:
    """An item as it was declared."""
    return msgspec.convert(content, Item)
