"""Publish the months that are over."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.law import pack, parameter
from madang.systems.customs.domain.disclosure_control import TOTAL, Secrecy
from madang.systems.customs.domain.trade_statistics import (
    Figure,
    Traded,
    months_to_publish,
    publish,
    publish_below,
)
from madang.systems.customs.models import TradeLine, TradeMonth

KEY = "customs.statistics"

# What each trader traded is summed first: for every cell and every total, the largest of them must be known.
_TABLE = """
    WITH each AS (
        SELECT COALESCE(left(commodity, 2), '') AS chapter, COALESCE(partner, '') AS partner, trader,
               sum(value_minor) AS minor, sum(grams) AS grams
        FROM customs_tradeline WHERE direction = %s AND month = %s
        GROUP BY GROUPING SETS
            ((left(commodity, 2), partner, trader), (left(commodity, 2), trader), (partner, trader), (trader))
    )
    SELECT chapter, partner, sum(minor)::bigint, sum(grams)::bigint, count(*), max(minor)::bigint
    FROM each GROUP BY chapter, partner
"""
_BELOW = """
    WITH each AS (
        SELECT commodity, trader, sum(value_minor) AS minor, sum(grams) AS grams
        FROM customs_tradeline WHERE direction = %s AND month = %s GROUP BY commodity, trader
    )
    SELECT commodity, sum(minor)::bigint, sum(grams)::bigint, count(*), max(minor)::bigint
    FROM each GROUP BY commodity ORDER BY commodity
"""


def publish_months(*, actor: Actor, now: datetime, today: date | None = None) -> int:
    """Publish, or revise, each month that is over and has lines noted since it was published last; how many tables.
    Nothing on a day on which the country does not publish."""
    day = today or timezone.localdate(now)
    known = TradeLine.objects.values_list("direction", "month").annotate(last=Max("noted_at")).order_by("month")
    newest = {(direction, month): last for direction, month, last in known}
    over = set(months_to_publish(today=day, days=days_of_publishing(on=day), known={month for _, month in newest}))
    published = TradeMonth.objects.values_list("direction", "month", "published_at")
    stands = {(direction, month): at for direction, month, at in published}
    due = [
        (direction, month)
        for (direction, month), last in newest.items()
        if month in over and ((direction, month) not in stands or stands[direction, month] < last)
    ]
    for direction, month in due:
        _publish(direction, month, actor, now)
    return len(due)


def days_of_publishing(*, on: date) -> tuple[int, int]:
    """The days of a month on which the country publishes: first figures, and revised ones."""
    return int(parameter(f"{KEY}.first_day", on=on)), int(parameter(f"{KEY}.revised_day", on=on))


def secrecy(*, on: date) -> Secrecy:
    """What the country holds confidential."""
    least, most = parameter(f"{KEY}.least_traders", on=on), parameter(f"{KEY}.most_percent", on=on)
    return Secrecy(least=int(least), most_percent=int(most))


def _publish(direction: str, month: date, actor: Actor, now: datetime) -> None:
    rules = secrecy(on=month)
    with transaction.atomic():
        shown = publish(table=_table(direction, month), secrecy=rules)
        below = _below(direction, month, shown, rules)
        cells = [[chapter, partner, one.value, one.grams] for (chapter, partner), one in sorted(shown.items())]
        held, made = TradeMonth.objects.select_for_update().get_or_create(
            direction=direction,
            month=month,
            defaults={"currency": pack().currency, "cells": cells, "below": below, "published_at": now},
        )
        if not made:
            held.cells, held.below, held.published_at = cells, below, now
            held.revision += 1
            held.save(update_fields=["cells", "below", "published_at", "revision"])
        detail = {"direction": direction, "revision": held.revision}
        record(actor=actor, action="customs.publish_trade", target=f"trade:{month:%Y-%m}", detail=detail, now=now)


def _table(direction: str, month: date) -> dict[tuple[str, str], Traded]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLE, [direction, month])
        return {(chapter, partner): _traded(rest) for chapter, partner, *rest in cursor.fetchall()}


def _below(
    direction: str, month: date, shown: Mapping[tuple[str, str], Figure], rules: Secrecy
) -> list[list[str | int | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [direction, month])
        rows = [(code, _traded(rest)) for code, *rest in cursor.fetchall()]
    found: list[list[str | int | None]] = []
    for chapter, parts in groupby(rows, key=lambda row: row[0][:2]):
        whole = shown[chapter, TOTAL].value is not None
        figures = publish_below(parts=dict(parts), whole_shown=whole, secrecy=rules)
        found += [[code, one.value, one.grams] for code, one in figures.items()]
    return found


def _traded(rest: Iterable[int]) -> Traded:
    value, grams, traders, largest = rest
    return Traded(value=value, grams=grams, traders=traders, largest=largest)
