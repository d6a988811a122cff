"""Select many declarations at once: rules, the day's key and the model are read once, the traders' past in two questions."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from operator import attrgetter

from django.db.models import Count, Q
from django.utils import timezone

from madang.framework.bulk.copying import copy_in, reserve_ids
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.selectivity import Selection, Why, select
from madang.systems.customs.domain.selectivity_facts import History, facts_of
from madang.systems.customs.models import RiskRule, RuleHit, Selected
from madang.systems.customs.usecases.selectivity import select_declaration as one_by_one
from madang.systems.customs.usecases.selectivity.select_declaration import (
    MOST_CONTRIBUTIONS,
    as_json,
    currency_digits,
    current_model,
    key_of,
    rules_in_force,
    trader_key,
)

COLUMNS = (
    *("id", "number", "on", "lane", "reasons", "score", "contributions", "model", "facts", "importer", "exporter"),
    *("finding", "inspected_by"),
)


def select_many(*, declarations: Sequence[Declaration], now: datetime, trusted: bool) -> list[Selection]:
    """The selection of each, as `select_declaration` makes it one after the other; kept. Their numbers are new: nobody selected
    them before. In the caller's transaction."""
    today = timezone.localdate(now)
    rules, key, model = rules_in_force(on=today), key_of(day=today), current_model()
    past = _Past(declarations, trusted)
    found, rows = [], []
    ids = reserve_ids(table=Selected, count=len(declarations)).to_list()
    for pk, declaration in zip(ids, declarations, strict=True):
        history, scales = past.history(declaration), currency_digits(declaration=declaration)
        made = select(
            declaration=declaration,
            history=history,
            rules=rules,
            key=key,
            model=model,
            on=today,
            policy=one_by_one.POLICY,
            digits=scales,
        )
        found.append(made)
        facts = [as_json(facts=one) for one in facts_of(declaration=declaration, history=history, digits=scales)]
        rows.append(_row(pk, declaration, made, facts, model.version if model else "", today))
        past.count(declaration)
    copy_in(table=Selected, columns=COLUMNS, rows=rows)
    _keep_hits(ids, found)
    return found


def _row(
    pk: int, declaration: Declaration, made: Selection, facts: list[dict[str, object]], model: str, today: date
) -> tuple[object, ...]:
    reasons = [{"why": one.why.value, "code": one.code, "lane": one.lane.value} for one in made.reasons]
    most = [
        {"feature": one.feature, "value": one.value, "adds": one.adds}
        for one in made.contributions[:MOST_CONTRIBUTIONS]
    ]
    return (
        *(pk, declaration.number, today, made.lane.value, json.dumps(reasons), made.score, json.dumps(most), model),
        *(json.dumps(facts), trader_key(trader=declaration.importer), trader_key(trader=declaration.exporter), "", ""),
    )


def _keep_hits(ids: Sequence[int], found: Sequence[Selection]) -> None:
    hits = [(pk, one.code) for pk, made in zip(ids, found, strict=True) for one in made.reasons if one.why is Why.RULE]
    if hits:
        codes = {code for _pk, code in hits}
        keys = dict(RiskRule.objects.filter(code__in=codes).values_list("code", "pk"))
        copy_in(table=RuleHit, columns=["selected_id", "rule_id"], rows=((pk, keys[code]) for pk, code in hits))


class _Past:
    """What earlier selections say of the traders, those of the same batch included."""

    def __init__(self, declarations: Sequence[Declaration], trusted: bool) -> None:
        self._trusted = trusted
        self._importers = _counted("importer", declarations)
        self._exporters = _counted("exporter", declarations)

    def history(self, declaration: Declaration) -> History:
        importer = self._importers.get(trader_key(trader=declaration.importer), (0, 0))
        exporter = self._exporters.get(trader_key(trader=declaration.exporter), (0, 0))
        return History(
            importer_declarations=importer[0],
            importer_finds=importer[1],
            exporter_finds=exporter[1],
            trusted=self._trusted,
        )

    def count(self, declaration: Declaration) -> None:
        if key := trader_key(trader=declaration.importer):
            judged, finds = self._importers.get(key, (0, 0))
            self._importers[key] = (judged + 1, finds)


def _counted(role: str, declarations: Sequence[Declaration]) -> dict[str, tuple[int, int]]:
    """By trader: how often it was judged, and how often something was found."""
    trader = attrgetter(role)
    keys = {trader_key(trader=trader(one)) for one in declarations} - {""}
    rows = Selected.objects.filter(**{f"{role}__in": keys}).values_list(role).order_by(role)
    counted = rows.annotate(judged=Count("pk"), finds=Count("pk", filter=Q(found=True)))
    return {key: (judged, finds) for key, judged, finds in counted}
