"""What identity does on a schedule."""

from madang.framework.identity.usecases.forget_old import forget_old
from madang.framework.identity.usecases.warn_owners import warn_owners
from madang.framework.jobs import every
from madang.framework.values import clock


@every("17 * * * *")
def forget_old_sign_ins() -> None:
    """Hourly: what may no longer be kept goes."""
    forget_old(now=clock.now())


@every("*/5 * * * *")
def warn_of_failed_sign_ins() -> None:
    """Every five minutes: owners are told where somebody keeps failing."""
    warn_owners(now=clock.now())
