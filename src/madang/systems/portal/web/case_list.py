"""Lists of cases written in Python: fifty rows in a template would cost several times as much as all the rest of the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Plain = dict[str, Any]


def case_list(rows: Sequence[Plain]) -> SafeString:
    """A resident's cases with their track of steps; nothing for none."""
    if not rows:
        return SafeString()
    words = {"filed": escape(_("Filed on")), "due": escape(_("Promised by")), "late": escape(_("Overdue since"))}
    words["answer"] = escape(_("Answer the office"))
    steps: dict[tuple[tuple[str, str, str], ...], str] = {}
    lines = [_case(row, words, steps) for row in rows]
    return mark_safe(f'<ul class="m-rows">{"".join(lines)}</ul>')  # noqa: S308


def _case(row: Plain, words: Mapping[str, str], known: dict[tuple[tuple[str, str, str], ...], str]) -> str:
    title, link = escape(row["title"]), escape(row["link"])
    meta = [f"<span>{escape(row['number'])}</span>"]
    if row["office"]:
        meta.append(f"<span>{escape(row['office'])}</span>")
    meta.append(f"<span>{words['filed']} {escape(row['filed'])}</span>")
    if row["due"]:
        kind, word = ("m-late", words["late"]) if row["late"] else ("m-due", words["due"])
        meta.append(f'<span class="{kind}">{word} {escape(row["due"])}</span>')
    steps = tuple(row["steps"])
    if steps not in known:
        known[steps] = _track(steps)
    answer = (
        f'<p class="m-actions"><a class="krds-btn small primary" href="{link}">{words["answer"]}'
        f'<span class="sr-only"> – {title}</span></a></p>'
        if row["answer"]
        else ""
    )
    return (
        f'<li><div class="m-between"><p class="m-row-title"><a href="{link}">{title}</a></p>'
        f'<span class="krds-badge bg-light-{row["tone"]}">{escape(row["state"])}</span></div>'
        f'<p class="m-meta">{"".join(meta)}</p>{known[steps]}{answer}</li>'
    )


def _track(steps: tuple[tuple[str, str, str], ...]) -> str:
    if not steps:
        return ""
    return f'<ol class="m-steps">{"".join(_step(*step) for step in steps)}</ol>'


def _step(state: str, title: str, at: str) -> str:
    here = ' aria-current="step"' if state == "current" else ""
    when = f'<span class="m-step-note">{escape(at)}</span>' if at else ""
    return f'<li class="is-{escape(state)}"{here}>{escape(title)}{when}</li>'


def work_rows(rows: Sequence[Plain]) -> SafeString:
    """The worklist's table rows."""
    words = {
        name: escape(word)
        for name, word in (
            ("due", _("Due on")),
            ("state", _("State")),
            ("office", _("Office")),
            ("taken", _("Taken by")),
            ("applicant", _("Applicant")),
            ("filed", _("Filed on")),
            ("late", _("Overdue")),
        )
    }
    return mark_safe("".join(_work_row(row, words) for row in rows))  # noqa: S308


def _work_row(row: Plain, words: Mapping[str, str]) -> str:
    due, late = str(escape(row["due"])), ""
    if row["late"]:
        due = f'<span class="m-late">{due} <span class="m-late-note">{words["late"]}</span></span>'
        late = ' class="is-late"'
    return (
        f'<tr{late}><td data-label="{words["due"]}">{due}</td>'
        f'<th scope="row"><a href="{escape(row["link"])}" data-row>{escape(row["title"])}</a>'
        f'<span class="m-meta">{escape(row["number"])}</span></th>'
        f'<td data-label="{words["applicant"]}">{escape(row["applicant"] or "–")}</td>'
        f'<td data-label="{words["filed"]}">{escape(row["filed"])}</td>'
        f'<td data-label="{words["state"]}">'
        f'<span class="krds-badge bg-light-{row["tone"]}">{escape(row["state"])}</span></td>'
        f'<td data-label="{words["office"]}">{escape(row["office"] or "")}</td>'
        f'<td data-label="{words["taken"]}">{escape(row["assigned"])}</td></tr>'
    )
