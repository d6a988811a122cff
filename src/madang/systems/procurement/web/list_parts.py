"""Columns and filters that several lists share."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.framework.ui.tables import Column, Filter
from madang.framework.values import Money
from madang.systems.procurement.usecases.office_names import office_names


def chosen(*, name: str, title: Any, words: Mapping[Any, Any]) -> Filter:
    """Rows whose field `name` has the chosen value; `words` are the values with what they are called."""
    choices = tuple((str(value), said) for value, said in words.items())
    return Filter(name=name, title=title, choices=choices, apply=lambda rows, value: rows.filter(**{name: value}))


def titled() -> Filter:
    """Rows in whose title the words stand."""
    return Filter(name="q", title=_("Title"), apply=lambda rows, text: rows.filter(title__icontains=text[:80]))


def offices(*, codes: Iterable[str]) -> dict[str, str]:
    """These offices by code, as the reader's language calls them; the code where nobody registered one."""
    return office_names(language=get_language() or "en", codes=sorted(set(codes)))


def estimated() -> Column:
    """The estimated price of a tender or of a row of a plan."""
    return Column(
        name="estimated",
        title=_("Estimated price"),
        kind="money",
        sort="estimated",
        value=lambda one: Money(one.estimated, one.currency),
    )
