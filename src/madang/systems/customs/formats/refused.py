"""What cannot be read or written, with every fault."""

from madang.framework.values import Fault


class _Faulty(ValueError):
    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{one.place}: {one.says}" for one in faults[:5]))
        self.faults = faults


class CannotBeRead(_Faulty):
    """What came is not what the format asks for; `faults` says why, every one."""


class CannotBeWritten(_Faulty):
    """The format has no room for something that is to be said; `faults` says what."""
