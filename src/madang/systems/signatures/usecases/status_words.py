"""What the statuses of a certificate are called."""

from django.utils.translation import pgettext_lazy

STATUSES = {
    "good": pgettext_lazy("certificate", "valid"),
    "suspended": pgettext_lazy("certificate", "suspended"),
    "revoked": pgettext_lazy("certificate", "revoked"),
    "expired": pgettext_lazy("certificate", "expired"),
}
