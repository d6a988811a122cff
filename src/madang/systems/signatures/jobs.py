"""What runs later: lists after each change of status and before they end, and the services' new keys."""

from madang.framework.jobs import every, job
from madang.framework.values import clock
from madang.systems.signatures.usecases import queue
from madang.systems.signatures.usecases.end_signing import expire_signings
from madang.systems.signatures.usecases.keep_current import keep_current, publish_lists_of
from madang.systems.signatures.usecases.renew_archives import renew_archives


@job(queue="default", retry=8)
def publish_lists(authority: str) -> None:
    """The authority's delta list, after a status changed."""
    publish_lists_of(authority=authority, now=clock.now())


@every("17 * * * *")
def renew_what_ends() -> None:
    """Lists that end soon, and the services' certificates."""
    keep_current(now=clock.now())


@every("*/10 * * * *")
def end_what_nobody_signed() -> None:
    """Requests for signatures whose time is over."""
    expire_signings(now=clock.now())


@every("41 * * * *")
def renew_archive_timestamps() -> None:
    """Kept signatures whose archive timestamp rests on something that ends soon."""
    renew_archives(now=clock.now())


queue.hand_down(publish_lists=publish_lists)
