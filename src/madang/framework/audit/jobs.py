"""What the audit trail does on a schedule."""

from madang.framework.audit.heads import publish_head
from madang.framework.jobs import every
from madang.framework.values import clock


@every("*/10 * * * *")
def publish_audit_head() -> None:
    """A head every ten minutes in which something was recorded."""
    publish_head(now=clock.now())
