"""Who reports what happens to goods: cargo officers, and whoever acts for the business whose task it is."""

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may, require
from madang.framework.values import Party


def may_report(*, actor: Actor, business: str) -> bool:
    """Whether the actor is a cargo officer, or acts for the business of that number."""
    if may(actor, "customs.watch_cargo"):
        return True
    return bool(business) and may(actor, "customs.cargo", str(Party.business(business)))


def require_reporter(*, actor: Actor, business: str) -> None:
    """Raises Forbidden."""
    if not may_report(actor=actor, business=business):
        require(actor, "customs.cargo", str(Party.business(business or "-")))
