"""One question a screen, saved at every step, a summary before sending, back without loss. README.md has an example."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from madang.framework.ui import written
from madang.framework.ui.forms import add_refusal
from madang.framework.ui.models import Draft
from madang.framework.ui.usecases.drafts import (
    discard_draft,
    discard_stale_drafts,
    drafts_of,
    load_draft,
    save_draft,
)
from madang.framework.values import Refusal

__all__ = [
    "Wizard",
    "WizardStep",
    "answers_typed",
    "discard_draft",
    "discard_stale_drafts",
    "drafts_of",
    "load_draft",
    "run",
    "save_draft",
]

SUMMARY = "summary"
_NOT_ANSWERS = {"csrfmiddlewaretoken", "go", "lang", "contrast"}
Answers = dict[str, Any]


def _always(answers: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class WizardStep:
    """One screen. `form` is a form class or anything called like one; `shown` looks at the earlier cleaned answers, and
    `made` gives the step as they make it, where its form or its lead hangs on them."""

    code: str
    title: Any
    form: Callable[..., forms.BaseForm]
    lead: Any = ""
    initial: Mapping[str, Any] = field(default_factory=dict)
    known: tuple[tuple[str, str, str], ...] = ()
    """What the state already knows, shown above the questions: (label, value, source)."""
    shown: Callable[[Mapping[str, Any]], bool] = _always
    made: Callable[[Mapping[str, Any]], "WizardStep"] | None = None


@dataclass(frozen=True, kw_only=True)
class Wizard:
    """`kind` names the draft; `address` gives the address of a step's code (or of `summary`).

    `finish(request, answers, key)` is called with every cleaned answer after the summary is sent; `key` is the same for
    a repeated sending of the same draft, use it as idempotency key. A Refusal raised there is shown above the summary.
    `keep_file(upload)` stores an upload and returns what the draft remembers ({"name": …, "sha256": …}).
    """

    kind: str
    title: Any
    steps: tuple[WizardStep, ...]
    address: Callable[[str], str]
    finish: Callable[[HttpRequest, Answers, str], HttpResponse]
    keep_file: Callable[[Any], dict[str, Any]] | None = None
    cancel: str = ""
    send_label: Any = ""
    promise: Any = ""
    """What happens after sending, shown beside the send button."""
    summary_lead: Any = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    """Who told what the state knows already; shown at every step with `known_at` and a button that posts `go=refresh`."""
    known_at: datetime | None = None


@dataclass
class _Sheet:
    """A step with what was typed into it."""

    step: WizardStep
    form: forms.BaseForm
    typed: bool
    kept: dict[str, dict[str, Any]]

    def answers(self) -> Answers:
        cleaned = dict(getattr(self.form, "cleaned_data", {}))
        return {**cleaned, **{name: value for name, value in self.kept.items() if not cleaned.get(name)}}


def run(*, request: HttpRequest, wizard: Wizard, step: str, account_id: int, now: datetime) -> HttpResponse:
    """Answers a GET or POST of one step; an empty or unknown `step` leads to where the draft stands."""
    draft = load_draft(account_id=account_id, kind=wizard.kind)
    data: dict[str, Any] = draft.data if draft else {}
    sheets = _sheets(wizard.steps, data)
    codes = [sheet.step.code for sheet in sheets]
    if step == SUMMARY:
        return _summary(request, wizard, sheets, draft)
    if step not in codes:
        at = str(data.get("at", ""))
        return HttpResponseRedirect(wizard.address(at if at in codes else codes[0]))
    sheet = sheets[codes.index(step)]
    if request.method == "POST":
        return _posted(request, wizard, sheet, data, account_id, now)
    return _screen(request, wizard, sheets, sheet, show_errors="check" in request.GET)


def answers_typed(*, steps: tuple[WizardStep, ...], typed: Mapping[str, Mapping[str, list[str]]]) -> Answers | None:
    """The cleaned answers of what would be typed, by step and field; None where a step would ask again."""
    sheets = _sheets(steps, {"typed": typed})
    if not all(sheet.form.is_valid() for sheet in sheets):
        return None
    return {name: value for sheet in sheets for name, value in sheet.answers().items()}


def _sheets(steps: tuple[WizardStep, ...], data: Mapping[str, Any]) -> list[_Sheet]:
    """The steps that the answers so far lead to."""
    answers: Answers = {}
    sheets = []
    for step in steps:
        if not step.shown(answers):
            continue
        sheet = _sheet(step.made(answers) if step.made else step, data)
        sheet.form.is_valid()
        answers.update(sheet.answers())
        sheets.append(sheet)
    return sheets


def _sheet(step: WizardStep, data: Mapping[str, Any]) -> _Sheet:
    typed = data.get("typed", {}).get(step.code)
    kept = dict(data.get("files", {}).get(step.code, {}))
    query = None
    if typed is not None:
        query = QueryDict(mutable=True)
        for name, values in typed.items():
            query.setlist(name, values)
    form = step.form(data=query, initial=dict(step.initial))
    for name in kept:
        if name in form.fields:
            form.fields[name].required = False
    return _Sheet(step, form, typed is not None, kept)


def _posted(
    request: HttpRequest, wizard: Wizard, sheet: _Sheet, data: dict[str, Any], account_id: int, now: datetime
) -> HttpResponse:
    """Saves what was typed, valid or not, and goes where the pressed button leads."""
    code = sheet.step.code
    go = request.POST.get("go", "next")
    typed = {name: request.POST.getlist(name) for name in request.POST if name not in _NOT_ANSWERS}
    files = dict(data.get("files", {}))
    kept = dict(files.get(code, {}))
    if go.startswith("drop:"):
        kept.pop(go.removeprefix("drop:"), None)
    refusal = _keep_uploads(request, wizard, kept)
    data = {**data, "typed": {**data.get("typed", {}), code: typed}, "files": {**files, code: kept}, "at": code}
    sheets = _sheets(wizard.steps, data)
    codes = [one.step.code for one in sheets]
    place = codes.index(code)
    target = _target(go, codes, place)
    valid = refusal is None and sheets[place].form.is_valid()
    if valid and go == "next":
        data["at"] = target
    save_draft(account_id=account_id, kind=wizard.kind, data=data, now=now)
    if go == "later":
        return HttpResponseRedirect(wizard.cancel or "/")
    if go == "next" and not valid:
        if refusal is not None:
            add_refusal(form=sheets[place].form, refusal=refusal)
        return _screen(request, wizard, sheets, sheets[place], show_errors=True, status=422)
    return HttpResponseRedirect(wizard.address(target))


def _target(go: str, codes: list[str], place: int) -> str:
    if go == "back":
        return codes[max(place - 1, 0)]
    if go == "next":
        return codes[place + 1] if place + 1 < len(codes) else SUMMARY
    return codes[place]


def _keep_uploads(request: HttpRequest, wizard: Wizard, kept: dict[str, Any]) -> Refusal | None:
    """Stores uploads; a refused one is told and not kept."""
    if wizard.keep_file is None:
        return None
    for name, upload in request.FILES.items():
        try:
            kept[str(name)] = wizard.keep_file(upload)
        except Refusal as refusal:
            return refusal
    return None


def _screen(
    request: HttpRequest, wizard: Wizard, sheets: list[_Sheet], sheet: _Sheet, *, show_errors: bool, status: int = 200
) -> HttpResponse:
    """The page of one step. Errors are shown only after an attempt to go on."""
    form = sheet.form
    if sheet.typed and not show_errors:
        form = sheet.step.form(initial={**sheet.step.initial, **_typed_values(sheet.form)})
    codes = [one.step.code for one in sheets]
    place = codes.index(sheet.step.code)
    values = {
        **wizard.extra,
        "wizard": wizard,
        "step": sheet.step,
        "form": form,
        "kept": [(n, str(form.fields[n].label), value) for n, value in sheet.kept.items() if n in form.fields],
        "first": place == 0,
        "number": place + 1,
        "count": len(codes) + 1,
        "track": _track(sheets, place),
    }
    return render(request, "ui/wizard_step.html", values, status=status)


def _typed_values(form: forms.BaseForm) -> dict[str, Any]:
    """What was typed, as initial values of an unbound form."""
    return {bound.name: bound.data for bound in form if bound.data is not None}


def _track(sheets: list[_Sheet], place: int) -> list[dict[str, Any]]:
    titles = [sheet.step.title for sheet in sheets] + [_("Check and send")]
    states = ["done"] * place + ["current"] + ["ahead"] * (len(titles) - place - 1)
    return [{"title": title, "state": state} for title, state in zip(titles, states, strict=True)]


def _summary(request: HttpRequest, wizard: Wizard, sheets: list[_Sheet], draft: Draft | None) -> HttpResponse:
    """Everything typed, with a way back to each step; sending it calls `finish`."""
    for sheet in sheets:
        if draft is None or not sheet.form.is_valid():
            return HttpResponseRedirect(wizard.address(sheet.step.code) + ("?check=1" if sheet.typed else ""))
    refusal = None
    if request.method == "POST" and draft is not None:
        answers: Answers = {}
        for sheet in sheets:
            answers.update(sheet.answers())
        try:
            response = wizard.finish(request, answers, draft.key)
        except Refusal as raised:
            refusal = raised
        else:
            discard_draft(account_id=draft.account_id, kind=wizard.kind)
            return response
    values = {
        **wizard.extra,
        "wizard": wizard,
        "parts": [_part(wizard, sheet) for sheet in sheets],
        "track": _track(sheets, len(sheets)),
        "back": wizard.address(sheets[-1].step.code),
        "refusal": refusal,
    }
    return render(request, "ui/wizard_summary.html", values, status=refusal.status if refusal else 200)


def _part(wizard: Wizard, sheet: _Sheet) -> dict[str, Any]:
    rows = [(str(bound.label), _shown(bound, sheet)) for bound in sheet.form if not bound.is_hidden]
    return {"title": sheet.step.title, "address": wizard.address(sheet.step.code), "rows": rows}


def _shown(bound: BoundField, sheet: _Sheet) -> str:
    """An answer as the person would read it."""
    value = sheet.answers().get(bound.name)
    choices = {str(key): str(label) for key, label in getattr(bound.field, "choices", ())}
    if value is None or value == "" or value == []:
        return _("not answered")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return str(value.get("name", ""))
    if isinstance(value, datetime):
        return written.moment(value)
    if isinstance(value, date):
        return written.day(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(choices.get(str(one), str(one)) for one in value)
    return choices.get(str(value), str(value))
