"""A manager drafts an election with its first question."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui.forms import DateField, MomentField, ShownIn
from madang.framework.values import clock
from madang.systems.elections.domain.plan import Answer, Plan, PlannedQuestion
from madang.systems.elections.domain.words import Kind, QuestionKind, RollSource
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.preparation.draft_election import draft_election
from madang.systems.elections.web.preparation.words import KINDS, QUESTION_KINDS, SIGN_INS, SOURCES
from madang.systems.elections.web.words import district_of


def _divisions() -> list[tuple[str, str]]:
    """The whole country, then each division of the pack."""
    return [(code, district_of(code=code)) for code in ("", *pack().division_by_code)]


class QuestionForm(forms.Form):
    """One question."""

    question = forms.CharField(label=_("Question in Korean"), max_length=300)
    question_en = forms.CharField(label=_("Question in English"), max_length=300)
    question_kind = forms.ChoiceField(label=_("How many answers"), choices=list(QUESTION_KINDS.items()))
    answers = forms.CharField(
        label=_("Answers"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line: Korean, a slash, English."),
        max_length=20_000,
    )
    least = forms.IntegerField(label=_("At least"), initial=1, min_value=0)
    most = forms.IntegerField(label=_("At most"), initial=1, min_value=1)
    blank = forms.BooleanField(label=_("A blank vote is offered"), required=False, initial=True)
    refusal = forms.BooleanField(label=_("A refusal of all answers is offered"), required=False)

    def asked(self) -> PlannedQuestion:
        """What the fields say."""
        given = self.cleaned_data
        pairs = [line.partition("/") for line in _lines(given["answers"])]
        return PlannedQuestion(
            kind=QuestionKind(given["question_kind"]),
            text=given["question"],
            text_en=given["question_en"],
            answers=tuple(Answer(text=one.strip(), text_en=other.strip()) for one, _slash, other in pairs),
            least=given["least"],
            most=given["most"],
            blank=given["blank"],
            refusal=given["refusal"],
        )


class DraftForm(QuestionForm):
    """An election with its first question; others follow on the page of its ballot."""

    kind = forms.ChoiceField(label=pgettext_lazy("election", "Kind"), choices=list(KINDS.items()))
    title = forms.CharField(label=_("Title in Korean"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    roll_source = forms.ChoiceField(label=_("Roll drawn from"), choices=list(SOURCES.items()))
    division = forms.ChoiceField(label=pgettext_lazy("election", "District"), choices=_divisions, required=False)
    reference_on = DateField(label=_("Reference day of the roll"))
    inspection_from = DateField(label=_("Inspection of the roll from"))
    inspection_until = DateField(label=_("Inspection of the roll until"))
    absentee_until = DateField(
        label=_("Voting by post: apply until"),
        required=False,
        help_text=_("Empty: nobody votes by post; in a public election and a referendum the days that the law gives."),
    )
    opens_at = MomentField(label=_("Voting from"))
    closes_at = MomentField(label=_("Voting until"))
    series = forms.CharField(
        label=_("Common name of the vote in several districts"),
        max_length=60,
        required=False,
        help_text=_("Draft one election a district with the same name: their results stand side by side."),
    )
    double_majority = forms.BooleanField(
        label=_("A referendum needs most of the districts, too (double majority)"), required=False
    )
    quorum_percent = forms.IntegerField(label=_("Quorum in percent of the roll"), required=False)
    assurance = forms.TypedChoiceField(
        label=_("Sign-in asked of voters"), choices=list(SIGN_INS.items()), coerce=int, empty_value=None, required=False
    )
    paper_overrides = forms.BooleanField(
        label=_("Paper overrides a ballot cast online"),
        required=False,
        help_text=_(
            "Who voted online may still vote on paper at a station until the poll closes, and the paper ballot counts. A list "
            "of the ballots left out is published; it names nobody."
        ),
    )
    trustees = forms.CharField(
        label=_("Trustees"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=pgettext_lazy("election", "One a line."),
        max_length=4_000,
    )
    threshold = forms.IntegerField(
        label=_("Trustees needed"), initial=0, min_value=0, help_text=_("0: all of them are needed.")
    )
    field_order = ("kind", "title", "title_en", *QuestionForm.base_fields)

    def plan(self) -> Plan:
        """What the form says."""
        given = self.cleaned_data
        return Plan(
            kind=Kind(given["kind"]),
            title=given["title"],
            title_en=given["title_en"],
            roll_source=RollSource(given["roll_source"]),
            division=given["division"],
            reference_on=given["reference_on"],
            inspection_from=given["inspection_from"],
            inspection_until=given["inspection_until"],
            absentee_until=given["absentee_until"],
            opens_at=given["opens_at"],
            closes_at=given["closes_at"],
            opens_on=timezone.localdate(given["opens_at"]),
            quorum_percent=given["quorum_percent"],
            assurance=given["assurance"] or 0,
            paper_overrides=given["paper_overrides"],
            series=given["series"].strip(),
            double_majority=given["double_majority"],
            threshold=given["threshold"],
            trustees=_lines(given["trustees"]),
            questions=(self.asked(),),
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@open_to(officials(MANAGER))
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Draft an election."""
    form = DraftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            office = request.actor.offices(MANAGER)[0]
            made = draft_election(plan=form.plan(), office=office, actor=request.actor, now=clock.now())
            return HttpResponseRedirect(reverse("elections:desk_election", args=[made.uuid]))
    status = 422 if form.errors else 200
    return render(request, "elections/preparation/new.html", {"form": form}, status=status)
