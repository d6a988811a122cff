"""The budget line that pays, as a buyer chooses it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from madang.contracts.treasury_v1 import Line
from madang.framework.ui import written
from madang.framework.values import Refusal
from madang.systems.procurement.usecases.contract.ask_treasury import ask_lines


def lines_to_choose(*, office: str, now: datetime) -> tuple[tuple[Line, ...], str]:
    """The office's lines of this year, or none and why the treasury says none."""
    try:
        return ask_lines(office=office, year=timezone.localdate(now).year), ""
    except Refusal as no:
        return (), str(no)


def line_choices(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Each with its title, code and the money that is free."""
    return [
        (str(one.code), f"{one.title} · {one.code} · {written.money(one.free) if one.free else ''}") for one in lines
    ]
