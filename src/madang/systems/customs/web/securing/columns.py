"""Columns and filters of the lists of the room."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madang.framework.ui.tables import Column, Filter, one_of
from madang.framework.values import Money
from madang.systems.customs.models import CustomsGuarantee, SecuredGoods
from madang.systems.customs.usecases.securing.used import free_of
from madang.systems.customs.usecases.securing.words import KINDS, STATES, procedure_title
from madang.systems.customs.web.units import SEVERAL


def guarantee_columns(*, used: Mapping[int, int], trader: bool) -> tuple[Column, ...]:
    """Of a list of guarantees; `used` says what hangs on each. Officials see whose they are."""
    holder = (Column(name="party_name", title=pgettext("guarantee", "Holder"), sort="party_name"),)
    return (
        Column(name="number", title=pgettext("guarantee", "Number"), link=_guarantee_link),
        *(() if trader else holder),
        Column(name="kind", title=pgettext("guarantee", "Kind"), value=lambda one: KINDS[one.kind]),
        _amount("limit", pgettext("guarantee", "Amount"), lambda one: one.limit_minor),
        _amount("used", pgettext("guarantee", "Used"), lambda one: used.get(one.pk, 0)),
        _amount("drawn", pgettext("guarantee", "Drawn"), lambda one: one.drawn_minor),
        _amount(
            "free",
            pgettext("guarantee", "Free"),
            lambda one: free_of(guarantee=one, used=used.get(one.pk, 0)),
        ),
        Column(name="valid_until", title=pgettext("guarantee", "Valid until"), kind="day", sort="valid_until"),
    )


def _amount(name: str, title: str, minor: Callable[[CustomsGuarantee], int]) -> Column:
    return Column(name=name, title=title, kind="money", value=lambda one: Money(minor(one), one.currency))


def _guarantee_link(one: CustomsGuarantee) -> str:
    return reverse("customs:guarantee", args=[one.number])


def goods_columns(*, trader: bool) -> tuple[Column, ...]:
    """Of a list of goods under procedures; officials see whose they are."""
    whose = (
        Column(name="party_name", title=pgettext("customs", "Trader"), value=lambda one: one.declaration.party_name),
    )
    return (
        Column(
            name="title",
            title=pgettext("customs", "Goods"),
            link=lambda one: reverse("customs:secured_goods", args=[one.declaration.number, one.item]),
        ),
        *(() if trader else whose),
        Column(
            name="procedure",
            title=pgettext("customs", "Procedure"),
            value=lambda one: procedure_title(one=one.declaration),
        ),
        Column(name="left", title=pgettext("procedure", "Left"), value=measured),
        Column(name="due_on", title=pgettext("procedure", "Term until"), kind="day", sort="due_on"),
        Column(
            name="secured",
            title=pgettext("procedure", "Secured"),
            kind="money",
            value=lambda one: Money(one.secured_minor, one.currency),
        ),
        Column(name="state", title=pgettext("customs", "State"), sort="state", value=lambda one: STATES[one.state]),
    )


def measured(one: SecuredGoods) -> str:
    """What is left of what came, with its unit."""
    return f"{one.left.normalize():f} / {one.quantity.normalize():f} {unit_of(one)}"


def unit_of(one: SecuredGoods) -> str:
    """The unit in words, where it has some here."""
    return str(SEVERAL.get(one.unit, one.unit))


def goods_filters() -> tuple[Filter, ...]:
    """State, and a number or reference."""

    def named(rows: Any, text: str) -> Any:
        told = Q(declaration__number__icontains=text[:32]) | Q(declaration__reference__icontains=text[:35])
        return rows.filter(told)

    return (
        Filter(name="q", title=_("Number or reference"), apply=named),
        one_of(field="state", title=pgettext("customs", "State"), words=STATES),
    )
