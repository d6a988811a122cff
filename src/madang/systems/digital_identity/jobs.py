"""What runs later: telling relying parties of the end of a sign-in, rotating keys, forgetting what is over."""

from madang.framework.jobs import every, job
from madang.framework.values import clock
from madang.systems.digital_identity.usecases import queue
from madang.systems.digital_identity.usecases.forget_old import forget_old
from madang.systems.digital_identity.usecases.signing_keys import rotate_keys
from madang.systems.digital_identity.usecases.tell_logout import tell_logout


@job(queue="default", retry=8)
def tell_relying_party(grant: int) -> None:
    """Back-channel logout; tried again while the relying party does not answer."""
    tell_logout(grant_id=grant, now=clock.now())


@every("41 * * * *")
def keep_keys_and_forget() -> None:
    """Hourly: the next key in time; what may no longer be kept goes."""
    now = clock.now()
    rotate_keys(now=now)
    forget_old(now=now)


queue.hand_down(tell_logout=tell_relying_party)
