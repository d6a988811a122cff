"""A benefit's words (`benefits.yaml`) and its rule, put together."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from madang.countries.kr.civil.conditions import cite
from madang.framework.law import pack
from madang.framework.values import Money
from madang.systems.civil.domain.benefits import Benefit, Condition, Facts

Text = Mapping[str, str]


def _words(code: str) -> Mapping[str, Any]:
    words: Mapping[str, Any] = pack().data("civil/benefits")[code]
    return words


def _filled(text: Text, values: Mapping[str, Any]) -> dict[str, str]:
    return {language: sentence.format(**values) for language, sentence in text.items()}


def _article(words: Mapping[str, Any], on: date) -> str:
    return str(words["cite"]) if "cite" in words else cite(words["cite_of"], on)


def asks(code: str, *data: str, on: date, holds: Callable[[Facts], bool | None], **values: Any) -> Condition:
    """What the benefit `code` asks for, told by the words under the first of `data`; `values` fill its sentences."""
    words = _words(code)["says"][data[0]]
    return Condition(
        data=data,
        holds=holds,
        met=_filled(words["met"], values),
        unmet=_filled(words["unmet"], values),
        cite=_article(words, on),
    )


def benefit(
    code: str,
    *conditions: Condition,
    on: date,
    amount: Callable[[Facts], Money | None] | None = None,
    **values: Any,
) -> Benefit:
    """The benefit `code` with what it asks for, in the order of the law, and what it brings."""
    words = _words(code)
    note = words.get("amount_note")
    return Benefit(
        code=code,
        title=words["title"],
        summary=_filled(words["summary"], values),
        agency=words["agency"],
        cite=_article(words, on),
        conditions=conditions,
        amount=amount,
        amount_note=_filled(note, values) if note else None,
        service=words.get("service", ""),
    )


def child_that(code: str, *, on: date, test: Callable[[date, date], bool], **values: Any) -> Condition:
    """Some child of the household passes `test(born_on, today)`."""
    return asks(
        code,
        "children",
        on=on,
        holds=lambda facts: any(test(born, facts.on) for born in facts.children or ()),
        **values,
    )


def aged(code: str, *, on: date, youngest: int, oldest: int | None = None) -> Condition:
    """The person is at least `youngest` and, where there is an end, at most `oldest` years old."""
    return asks(
        code,
        "born_on",
        on=on,
        holds=lambda facts: facts.age is not None and youngest <= facts.age and (oldest is None or facts.age <= oldest),
    )
