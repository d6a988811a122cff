"""Every pack's worked examples, each with its source."""

import pytest

from madang.framework.law.examples import WorkedExample, agrees, outcome_of, worked_examples
from madang.framework.law.pack import Pack, known_packs, load_pack

CASES = [
    pytest.param(pack, example, id=f"{pack.code}:{example}")
    for pack in map(load_pack, sorted(known_packs()))
    for example in worked_examples(pack=pack)
]


@pytest.mark.parametrize(("pack", "example"), CASES)
def test_the_law_gives_what_the_source_says(pack: Pack, example: WorkedExample):
    actual = outcome_of(example=example, pack=pack)
    assert agrees(expected=example.expect, actual=actual), f"{example.source}: expected {example.expect}, got {actual}"


def test_every_pack_has_worked_examples():
    assert {case.values[0].code for case in CASES} == set(known_packs())
