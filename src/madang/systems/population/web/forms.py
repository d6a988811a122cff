"""What officials type into the register's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.ui.forms import DateField


class SearchForm(forms.Form):
    """By number, or by name and birth date."""

    number = forms.CharField(
        label=pgettext_lazy("population", "Resident number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Finds one person. It is not kept with the record of the search."),
    )
    name = forms.CharField(
        label=pgettext_lazy("population", "Name"),
        required=False,
        max_length=100,
        help_text=_("The beginning is enough."),
    )
    birth_on = DateField(label=pgettext_lazy("population", "Date of birth"), required=False)


class ReasonForm(forms.Form):
    """Why the whole number is needed."""

    reason = forms.CharField(
        label=_("Why do you need the whole number?"),
        max_length=200,
        help_text=_("For example the number of the case. It is recorded with your name."),
    )


class CertificateForm(forms.Form):
    """A certificate issued at the counter."""

    kind = forms.ChoiceField(label=pgettext_lazy("population", "Certificate"))
    language = forms.ChoiceField(
        label=pgettext_lazy("population", "Language"), choices=(("ko", "한국어"), ("en", "English"))
    )
    former_addresses = forms.ChoiceField(
        label=pgettext_lazy("population", "Former addresses"),
        choices=(
            ("none", pgettext_lazy("population", "None")),
            ("five_years", _("Of the last five years")),
            ("all", pgettext_lazy("population", "All")),
        ),
        required=False,
    )
    form = forms.ChoiceField(
        label=pgettext_lazy("population", "Form"),
        choices=(
            ("general", pgettext_lazy("population", "General")),
            ("detailed", pgettext_lazy("population", "Detailed")),
        ),
        required=False,
    )
    number_tail = forms.BooleanField(label=_("Show whole resident numbers"), required=False)


class ImportForm(forms.Form):
    """A register export."""

    file = forms.FileField(
        label=_("Register export (CSV)"),
        help_text=_(
            "UTF-8 or CP949, with a heading. Rows that break a rule are refused and told; all others are taken."
        ),
    )


class ExportForm(forms.Form):
    """Which district to export."""

    division = forms.ChoiceField(label=pgettext_lazy("population", "District"))
