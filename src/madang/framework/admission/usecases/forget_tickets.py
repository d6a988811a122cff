"""Delete what nobody needs any more."""

from datetime import datetime

from madang.framework.admission.models import Pace, Ticket


def forget_tickets(*, drawn_before: datetime, paced_before: datetime) -> int:
    """Deletes tickets drawn and samples taken before then; how many."""
    tickets, _kinds = Ticket.objects.filter(drawn_at__lt=drawn_before).delete()
    samples, _kinds = Pace.objects.filter(at__lt=paced_before).delete()
    return tickets + samples
