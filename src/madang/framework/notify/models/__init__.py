"""Models of notify."""

from madang.framework.notify.models.contact import Contact
from madang.framework.notify.models.message import Delivery, Message

__all__ = ["Contact", "Delivery", "Message"]
