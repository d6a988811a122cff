"""The inbox as plain values."""

from dataclasses import dataclass
from datetime import datetime

from madang.framework.notify.models import Message
from madang.framework.values import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A message in the inbox."""

    id: int
    subject: str
    sent_at: datetime
    unread: bool
    language: str

    @property
    def url(self) -> str:
        """Its page."""
        return f"/me/messages/{self.id}/"


def messages_of(party: Party, *, before: int | None = None, limit: int = 50) -> tuple[MessageRow, ...]:
    """The newest messages of a party, older than the one with the id `before`."""
    mine = Message.objects.filter(party_kind=party.kind.value, party_key=party.key).order_by("-id")
    if before is not None:
        mine = mine.filter(id__lt=before)
    return tuple(
        MessageRow(
            id=message.pk,
            subject=message.subject,
            sent_at=message.sent_at,
            unread=message.read_at is None,
            language=message.language,
        )
        for message in mine[:limit]
    )


def unread_count(party: Party) -> int:
    """How many messages the party has not opened."""
    return Message.objects.filter(party_kind=party.kind.value, party_key=party.key, read_at=None).count()
