"""What officials and applicants type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.framework.cases.domain.states import ObjectionOutcome, Outcome
from madang.framework.cases.wording import OBJECTION_OUTCOMES, OUTCOMES

_LONG = 4000


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _words(*, label: Any, help_text: Any = "", required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, max_length=_LONG, required=required, widget=area)


class ActForm(forms.Form):
    """An official's act on the case whom the page showed: `version` tells which."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class DecideForm(ActForm):
    """The decision."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[(one.value, OUTCOMES[one]) for one in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is granted or refused.")},
    )
    reasons = _words(label=_("Reasons"), help_text=_("The applicant reads them together with the legal text below."))


class SupplementForm(ActForm):
    """The request to add something."""

    asked = _words(label=_("What should the applicant add?"), help_text=_("Name each paper and why it is needed."))
    answer_by = forms.DateField(label=_("Answer by"), widget=_Day())


class TransferForm(ActForm):
    """Another office."""

    office = forms.CharField(label=_("Code of the office"), max_length=64)
    reason = _words(label=_("Why should that office decide?"))

    def __init__(self, *args: Any, offices: list[tuple[str, str]] | None = None, **values: Any) -> None:
        super().__init__(*args, **values)
        choices = [("", _("Choose an office")), *(offices or [])]
        self.fields["office"] = forms.ChoiceField(label=_("Office"), choices=choices)


class ExtendForm(ActForm):
    """More time."""

    days = forms.IntegerField(label=_("Days more"), min_value=1)
    reasons = _words(label=_("Reasons"), help_text=_("The applicant reads them, with the new day."))

    def __init__(self, *args: Any, most: int = 1, **values: Any) -> None:
        super().__init__(*args, **values)
        help_text = _("At most %(days)s, once; counted from the day after the last day.") % {"days": most}
        self.fields["days"] = forms.IntegerField(
            label=_("Days more"), min_value=1, max_value=most, initial=most, help_text=help_text
        )


class ObjectionAnswerForm(ActForm):
    """The answer to an objection."""

    outcome = forms.ChoiceField(
        label=_("Answer to the objection"),
        choices=[(one.value, OBJECTION_OUTCOMES[one]) for one in ObjectionOutcome],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the objection is upheld or dismissed.")},
    )
    reasons = _words(label=_("Reasons"), help_text=_("The applicant reads them."))


class SeveralFiles(forms.FileInput):
    """A file control that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The files chosen."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class FilesField(forms.Field):
    """Any number of uploads."""

    widget = SeveralFiles(attrs={"multiple": True})


class AnswerForm(forms.Form):
    """The applicant's answer to a request."""

    answer = _words(label=_("Your answer"), required=False)
    papers = FilesField(label=_("Files"), help_text=_("PDF, JPG or PNG, up to 10 MB each."), required=False)


class ObjectForm(forms.Form):
    """The applicant's objection."""

    reasons = _words(label=_("What is wrong with the decision?"))


class WithdrawForm(forms.Form):
    """The applicant takes the application back."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)
