"""How long signing in is closed after failures. Plain Python."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """`free` tries without delay; the next costs `first`, each further one twice the one before, up to `longest`."""

    free: int
    first: timedelta
    longest: timedelta

    def delay(self, *, failures: int) -> timedelta:
        """How long the door stays closed after the failure number `failures`."""
        if failures < self.free:
            return timedelta(0)
        return min(self.longest, self.first * (1 << min(failures - self.free, 20)))


# A name may be attacked from many places, an address may stand for a whole office behind one router, and on a device
# that the owner already used, mistakes are more likely the owner's.
ACCOUNT = Policy(free=5, first=timedelta(seconds=30), longest=timedelta(minutes=15))
DEVICE = Policy(free=10, first=timedelta(seconds=30), longest=timedelta(minutes=15))
ADDRESS = Policy(free=30, first=timedelta(minutes=1), longest=timedelta(hours=1))
FORGOTTEN_AFTER = timedelta(days=1)
