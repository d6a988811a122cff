"""What becomes of an indicator."""

from enum import StrEnum


class IndicatorState(StrEnum):
    """Where an indicator stands; the two last are decisions with reasons."""

    FOUND = "found"
    TOLD = "told"
    """The suppliers know and may answer."""
    EXPLAINED = "explained"
    PASSED_ON = "passed_on"
    """To the competition authority."""

    @property
    def decided(self) -> bool:
        """Whether it is over."""
        return self in (IndicatorState.EXPLAINED, IndicatorState.PASSED_ON)
