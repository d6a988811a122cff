"""The whole of a country's trust services at once, for a demonstration and for tests: root, authority, services, lists."""

from dataclasses import dataclass
from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.systems.signatures.domain.shares import Share
from madang.systems.signatures.models import Authority
from madang.systems.signatures.usecases.found_authority import found_authority
from madang.systems.signatures.usecases.hold_ceremony import found_root

CUSTODIANS = ("First custodian", "Second custodian", "Third custodian", "Fourth custodian", "Fifth custodian")
THRESHOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """A root, an issuing authority below it, and the custodians' shares."""

    root: Authority
    authority: Authority
    shares: tuple[Share, ...]


def found_services(*, actor: Actor, now: datetime) -> Services:
    """A new root with five custodians, three of whom open it, and an authority that issues. Raises Forbidden."""
    founded = found_root(custodians=CUSTODIANS, threshold=THRESHOLD, actor=actor, now=now)
    present = founded.shares[:THRESHOLD]
    authority = found_authority(root=founded.authority, shares=present, actor=actor, now=now)
    return Services(root=founded.authority, authority=authority, shares=founded.shares)
