"""A message was read."""

from datetime import datetime

from madang.framework.notify.models import Message


def mark_read(*, message: Message, now: datetime) -> None:
    """Note when it was first opened."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now)
