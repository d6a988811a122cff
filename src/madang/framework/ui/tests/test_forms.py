"""Forms: label, help and errors are bound to their control."""

from datetime import date

from django import forms

from madang.framework.ui.forms import DateField, add_refusal, faults, row
from madang.framework.ui.templatetags.ui import form_fields
from madang.framework.values import Fault, Refusal


class ApplicationForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the register")
    born_on = DateField(label="Born on")
    channel = forms.ChoiceField(label="How", choices=(("a", "By post"), ("b", "Online")), widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="I agree")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class Refused(Refusal):
    code = "test.refused"
    says = "It is closed."


def test_errors_and_help_are_named_by_the_control() -> None:
    drawn = form_fields(ApplicationForm({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_error"' in drawn
    assert drawn.count("is-error") >= 3
    assert '<a href="#id_channel_0">' in drawn


def test_choices_are_a_group_with_a_legend() -> None:
    drawn = form_fields(ApplicationForm())
    assert "<fieldset" in drawn
    assert '<legend class="form-tit">How</legend>' in drawn
    assert drawn.count('type="radio"') == 2


def test_what_may_be_left_out_says_so() -> None:
    assert row(bound=ApplicationForm()["note"]).required is False
    assert form_fields(ApplicationForm()).count("m-optional") == 1


def test_a_day_is_written_for_the_browsers_own_control() -> None:
    form = ApplicationForm(initial={"born_on": date(1988, 4, 12)})
    assert 'type="date"' in str(form["born_on"])
    assert 'value="1988-04-12"' in str(form["born_on"])


def test_a_refusals_faults_come_to_their_fields() -> None:
    form = ApplicationForm({"name": "x", "born_on": "2000-01-01", "channel": "a", "agreed": "on"})
    assert form.is_valid()
    add_refusal(form=form, refusal=Refused(faults=(Fault("name", "Unknown name."), Fault("file", "Too large."))))
    assert [(fault.place, fault.says) for fault in faults(form=form)] == [
        ("", "Too large."),
        ("id_name", "Name: Unknown name."),
    ]


def test_a_refusal_without_faults_stands_on_top() -> None:
    form = ApplicationForm({})
    add_refusal(form=form, refusal=Refused())
    assert "It is closed." in form.non_field_errors()
