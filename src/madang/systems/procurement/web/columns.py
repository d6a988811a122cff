"""Columns that several lists of procurement have."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from madang.framework.ui.tables import Column
from madang.framework.values import Money


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
