"""How the result page shows a ranked question: whom the method elects, and each of its steps in a table."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madang.systems.elections.domain.counting.majority_judgment import Judgment
from madang.systems.elections.domain.counting.ranked import RankedOutcome
from madang.systems.elections.domain.counting.schulze import Schulze
from madang.systems.elections.domain.counting.stv import UNIT, Act, Count, Stage
from madang.systems.elections.web.words import grade_words

Table = dict[str, Any]


def shown_ranked(*, names: Sequence[str], found: RankedOutcome) -> dict[str, Any]:
    """The facts and the table of one question."""
    facts = [
        (_("Valid ballots"), found.valid),
        (_("Blank votes"), found.blank),
        (_("Invalid ballots"), found.invalid),
    ]
    table: Table | None = None
    if found.count is not None:
        facts.append((_("Votes needed for a seat"), found.count.quota // UNIT))
        table = _stages(names, found.count, found.elected)
    elif found.duels is not None:
        table = _duels(names, found.duels, found.elected)
    elif found.judgment is not None:
        table = _grades(names, found.judgment, found.elected)
    return {"facts": facts, "table": table}


def _row(name: str, place: int, elected: Sequence[int], cells: Sequence[str]) -> dict[str, Any]:
    return {"name": name, "elected": place in elected, "cells": cells}


def _stages(names: Sequence[str], count: Count, elected: Sequence[int]) -> Table:
    """The votes of each after each stage, and what could not be transferred."""
    rows = [
        _row(name, place, elected, [_votes(stage.votes[place]) for stage in count.stages])
        for place, name in enumerate(names)
    ]
    rows.append(_row(_("Not transferable"), -1, (), [_votes(stage.exhausted) for stage in count.stages]))
    return {
        "note": _(
            "Votes after each stage. What is more than a seat needs goes on to the next preference, in parts of a vote."
        ),
        "head": [_stage(names, stage) for stage in count.stages],
        "rows": rows,
    }


def _stage(names: Sequence[str], stage: Stage) -> str:
    name = "" if stage.of is None else names[stage.of]
    return {
        Act.FIRST: pgettext("count", "First preferences"),
        Act.SURPLUS: pgettext("count", "Surplus of {name}").format(name=name),
        Act.EXCLUSION: pgettext("count", "{name} excluded").format(name=name),
    }[stage.act]


def _votes(units: int) -> str:
    return str(number_format(units // UNIT if units % UNIT == 0 else round(units / UNIT, 2)))


def _duels(names: Sequence[str], duels: Schulze, elected: Sequence[int]) -> Table:
    """Each row against each column; in the order of the places."""
    order = [one for place in duels.places for one in place]
    rows = []
    for one in order:
        cells = ["–" if one == other else str(number_format(duels.duels[one][other])) for other in order]
        rows.append(_row(names[one], one, elected, cells))
    return {
        "note": _("How many prefer the answer of the row to the one of the column. The best stands first."),
        "head": [names[one] for one in order],
        "rows": rows,
    }


def _grades(names: Sequence[str], judgment: Judgment, elected: Sequence[int]) -> Table:
    """How often each grade was given, and the one that a majority gives at least."""
    words = grade_words()
    rows = []
    for one in (one for place in judgment.places for one in place):
        cells = [str(number_format(given)) for given in judgment.grades[one]]
        rows.append(_row(names[one], one, elected, [*cells, words[judgment.majority[one]]]))
    return {
        "note": _(
            "How often each grade was given. The majority’s grade is the one that more than half give or surpass."
        ),
        "head": [*words, pgettext("grade", "Majority")],
        "rows": rows,
    }
