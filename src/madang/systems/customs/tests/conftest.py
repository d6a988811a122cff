"""What the tests of customs share."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from madang.systems.customs.domain.selectivity import Policy
from madang.systems.customs.usecases.selectivity import select_declaration


@contextmanager
def nobody_drawn() -> Iterator[None]:
    """Nobody is drawn by chance: what is lodged takes the lane that rules and score choose."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(select_declaration, "POLICY", Policy(sample_per_mille=0))
        yield


@pytest.fixture
def no_chance() -> Iterator[None]:
    """Nobody is drawn by chance in this test."""
    with nobody_drawn():
        yield
