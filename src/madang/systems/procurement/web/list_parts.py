"""Columns and filters that several lists share."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from madang.framework.ui.tables import Column, Filter
from madang.framework.values import Money


def chosen(*, name: str, title: Any, words: Mapping[Any, Any]) -> Filter:
    """Rows whose field `name` has the chosen value; `words` are the values with what they are called."""
    choices = tuple((str(value), said) for value, said in words.items())
    return Filter(name=name, title=title, choices=choices, apply=lambda rows, value: rows.filter(**{name: value}))


def titled() -> Filter:
    """Rows in whose title the words stand."""
    return Filter(name="q", title=_("Title"), apply=lambda rows, text: rows.filter(title__icontains=text[:80]))


def leading(*, name: str, title: Any, view: str, key: str = "number") -> Column:
    """The column by which a row is found and opened."""
    return Column(name=name, title=title, sort=name, link=lambda one: reverse(view, args=[getattr(one, key)]))


def of_supplier() -> Column:
    """The name of the row's supplier."""
    return Column(name="supplier", title=_("Supplier"), sort="supplier__name", value=lambda one: one.supplier.name)


def amount(*, title: Any) -> Column:
    """The row's `minor` in its currency."""
    return Column(
        name="minor", title=title, kind="money", sort="minor", value=lambda one: Money(one.minor, one.currency)
    )


def estimated() -> Column:
    """The estimated price of a tender or of a row of a plan."""
    return Column(
        name="estimated",
        title=_("Estimated price"),
        kind="money",
        sort="estimated",
        value=lambda one: Money(one.estimated, one.currency),
    )
