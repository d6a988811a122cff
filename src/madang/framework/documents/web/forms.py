"""Forms of the document's page."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

LASTS = {
    "hour": (timedelta(hours=1), _("One hour")),
    "day": (timedelta(days=1), _("One day")),
    "week": (timedelta(days=7), _("One week")),
    "month": (timedelta(days=30), _("30 days")),
}


class ShareForm(forms.Form):
    """How long a link opens the document."""

    lasts = forms.ChoiceField(
        label=_("How long may the link be used?"),
        choices=[(code, title) for code, (_span, title) in LASTS.items()],
        initial="day",
        help_text=_("Whoever has the link can open the document until then. You can end it earlier."),
    )

    def span(self) -> timedelta:
        """The time chosen."""
        return LASTS[self.cleaned_data["lasts"]][0]


class RevokeForm(forms.Form):
    """Why a document is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever verifies the document will read this."),
    )
