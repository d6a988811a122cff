"""Messages to people in their language: in the inbox, by e-mail, by SMS.

    notify(party=..., template="cases/supplement", values={...}, now=now)     # in the caller's transaction

A room or system declares its templates in its `apps.ready`: `templates.register(Template("cases/supplement", subject, body))`.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from madang.framework.values import Party

if TYPE_CHECKING:
    from madang.framework.notify.models import Message

__all__ = ["notify"]


def notify(*, party: Party, template: str, values: dict[str, Any], now: datetime, link: str = "") -> "Message":
    """Write the message named `template` to `party`; e-mail and SMS follow after the commit. Raises NoSuchTemplate."""
    from madang.framework.notify.usecases.notify import notify as write

    return write(party=party, template=template, values=values, now=now, link=link)
