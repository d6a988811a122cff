"""What buyers, evaluators and suppliers write about awards."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.systems.procurement.domain.ranking import Points


class ReasonsForm(forms.Form):
    """Reasons that others will read."""

    reasons = forms.CharField(label=_("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class ConfirmForm(forms.Form):
    """Nothing to write."""


class CommitForm(forms.Form):
    """Which law the buyer is under."""

    local = forms.BooleanField(
        label=_("The buyer is a local government"),
        required=False,
        help_text=_("Local governments draw within a wider range around the base amount."),
    )


class ReviewForm(ReasonsForm):
    """Points of a qualification review."""

    points = forms.DecimalField(label=_("Points of 100"), min_value=0, max_value=100, max_digits=5, decimal_places=2)
    field_order = ["points", "reasons"]


class DecideExplanationForm(ReasonsForm):
    """Whether a low price stands."""

    accepted = forms.TypedChoiceField(
        label=_("The price"),
        choices=[("yes", _("is explained: the bid stays")), ("no", _("is not explained: the bid is out"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    field_order = ["accepted", "reasons"]


class PanelForm(forms.Form):
    """Who sits on the panel."""

    accounts = forms.MultipleChoiceField(label=_("Evaluators"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, known: dict[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        accounts = self.fields["accounts"]
        assert isinstance(accounts, forms.MultipleChoiceField)  # noqa: S101
        accounts.choices = [(str(key), name) for key, name in sorted(known.items(), key=lambda one: one[1])]


class DeclareForm(forms.Form):
    """An evaluator's declaration."""

    free = forms.ChoiceField(
        label=_("Interests"),
        choices=[("yes", _("Nothing ties me to any of the bidders.")), ("no", _("Something does."))],
        widget=forms.RadioSelect,
    )
    interest = forms.CharField(
        label=_("What ties you to a bidder"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kinship, employment, shares, advice, a quarrel. Who declares one leaves the panel."),
    )

    def clean(self) -> dict[str, Any]:
        """Something that ties is described."""
        given = super().clean() or {}
        if given.get("free") == "no" and not given.get("interest", "").strip():
            self.add_error("interest", _("Write in a sentence what it is."))
        return given


class ComplaintForm(forms.Form):
    """What a bidder says is wrong."""

    ground = forms.CharField(
        label=_("What is wrong, and what do you ask for?"), max_length=8000, widget=forms.Textarea(attrs={"rows": 8})
    )


class ExplanationForm(forms.Form):
    """A bidder's word on a low price."""

    text = forms.CharField(
        label=_("How is this price possible?"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("For example your method, your stock, your conditions of purchase."),
    )


def scores_form(
    *, bids: Sequence[tuple[str, str]], criteria: Sequence[Points], titles: dict[str, str]
) -> type[forms.Form]:
    """One field for each bid and each criterion that the panel scores; `bids` are numbers with what people know them by."""
    fields: dict[str, forms.Field] = {}
    for number, name in bids:
        for one in criteria:
            if not one.by_formula:
                label = _("{bid}: {criterion} (0 to {most})").format(
                    bid=name, criterion=titles[one.code], most=one.most
                )
                fields[f"{number} {one.code}"] = forms.IntegerField(label=label, min_value=0, max_value=one.most)
    return type("ScoresForm", (forms.Form,), fields)
