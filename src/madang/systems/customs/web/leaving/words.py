"""Words of leaving goods in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES: Mapping[str, Any] = {
    "expected": pgettext_lazy("customs leaving", "Expected at the terminal"),
    "terminal": _("At the terminal, to be loaded"),
    "loaded": pgettext_lazy("customs leaving", "Aboard"),
    "aboard": pgettext_lazy("customs leaving", "Aboard"),
    "left": _("Left with the ship"),
    "part_left": _("Left in part"),
    "not_loaded": _("Not loaded; the ship has left"),
}
KINDS: Mapping[str, Any] = {
    "lodged": _("Manifest lodged"),
    "carried_in": _("Came to the terminal"),
    "loaded": pgettext_lazy("customs leaving", "Loaded"),
    "shut_out": _("Taken off the ship again"),
    "taken_back": _("Taken back from the terminal"),
    "departed": _("Ship or aircraft left"),
}
