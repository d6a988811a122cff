"""SMS: the interface, and the sandbox that writes files."""

import re
from pathlib import Path
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class SmsNotSent(Exception):
    """The gateway did not take the message; it is tried again."""


class SmsGateway(Protocol):
    """An SMS service. `name` is the message's own: the same name twice is one SMS."""

    def send(self, *, to: str, text: str, name: str) -> None:
        """Hand over one SMS. Raises SmsNotSent."""
        ...


class FileSms:
    """The sandbox: one text file an SMS in `var/sms/`, so that a demo can show what would have been sent."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.VAR) / "sms"

    def send(self, *, to: str, text: str, name: str) -> None:
        """Write `<name>.txt`. Raises SmsNotSent."""
        if not re.fullmatch(r"[\w-]+", name):
            raise SmsNotSent(f"'{name}' is no name of a message.")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{name}.txt").write_text(f"To: {to}\n\n{text}\n", encoding="utf-8")
        except OSError as problem:
            raise SmsNotSent(str(problem)) from problem


def sms_gateway() -> SmsGateway:
    """The deployment's gateway: the class that `MADANG_SMS_GATEWAY` names, else the sandbox."""
    named = getattr(settings, "MADANG_SMS_GATEWAY", "")
    return cast(SmsGateway, import_string(named)()) if named else FileSms()
