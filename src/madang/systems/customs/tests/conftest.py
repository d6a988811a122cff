"""What the tests of customs share."""

import pytest

from madang.systems.customs.domain.selectivity import Policy
from madang.systems.customs.usecases.selectivity import select_declaration


@pytest.fixture
def no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is drawn by chance: what a test lodges takes the lane that rules and score choose."""
    monkeypatch.setattr(select_declaration, "POLICY", Policy(sample_per_mille=0))
