"""What officials type into the register's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.framework.ui.forms import DateField


class SearchForm(forms.Form):
    """By number, or by name and birth date."""

    number = forms.CharField(
        label=_("Resident number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Finds one person. It is not kept with the record of the search."),
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=100, help_text=_("The beginning is enough."))
    birth_on = DateField(label=_("Date of birth"), required=False)


class ReasonForm(forms.Form):
    """Why the whole number is needed."""

    reason = forms.CharField(
        label=_("Why do you need the whole number?"),
        max_length=200,
        help_text=_("For example the number of the case. It is recorded with your name."),
    )


class CertificateForm(forms.Form):
    """A certificate issued at the counter."""

    kind = forms.ChoiceField(label=_("Certificate"))
    language = forms.ChoiceField(label=_("Language"), choices=(("ko", "한국어"), ("en", "English")))
    former_addresses = forms.ChoiceField(
        label=_("Former addresses"),
        choices=(("none", _("None")), ("five_years", _("Of the last five years")), ("all", _("All"))),
        required=False,
    )
    form = forms.ChoiceField(
        label=_("Form"), choices=(("general", _("General")), ("detailed", _("Detailed"))), required=False
    )
    number_tail = forms.BooleanField(label=_("Show whole resident numbers"), required=False)


class ImportForm(forms.Form):
    """A register export."""

    file = forms.FileField(
        label=_("Register export (CSV)"),
        help_text=_("UTF-8 or CP949, with a heading. Rows that break a rule are refused and told; all others are taken."),
    )


class ExportForm(forms.Form):
    """Which district to export."""

    division = forms.ChoiceField(label=_("District"))
