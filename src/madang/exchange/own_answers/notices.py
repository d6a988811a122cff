"""What a party has been told here."""

from madang.contracts.envelope import Envelope
from madang.contracts.notices_v1 import ListNotices, Notice, Notices
from madang.exchange.registry import answers
from madang.framework.notify.models import Message


@answers(ListNotices)
def list_notices(query: ListNotices, envelope: Envelope) -> Notices:
    """The party's messages here, newest first."""
    mine = Message.objects.filter(party_kind=query.party.kind.value, party_key=query.party.key)
    found = tuple(
        Notice(
            title=message.subject,
            text=message.body,
            at=message.sent_at,
            read=message.read_at is not None,
            link=message.link or None,
        )
        for message in mine.order_by("-id")[: min(query.limit, 100)]
    )
    return Notices(notices=found, unread=mine.filter(read_at=None).count())
