"""Several codes in one field: of goods, of countries."""

from typing import Any

from django import forms


class CodesField(forms.CharField):
    """Codes between spaces or commas, as a tuple; the dots and hyphens with which they are written do not count."""

    def clean(self, value: Any) -> tuple[str, ...]:
        """The codes in capitals."""
        text: str = super().clean(value)
        return tuple(text.replace(",", " ").replace(".", "").replace("-", "").upper().split())
