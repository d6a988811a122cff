"""Select a declaration that customs has numbered, and keep why; the lane goes on, the reasons stay with officials."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from madang.systems.customs.domain.declaration import Declaration, Trader
from madang.systems.customs.domain.selectivity import Policy, Reason, Rule, Selection, Why, select
from madang.systems.customs.domain.selectivity_condition import read_condition
from madang.systems.customs.domain.selectivity_facts import History, Value, facts_of
from madang.systems.customs.domain.selectivity_model import Contribution, Model
from madang.systems.customs.domain.words import Lane
from madang.systems.customs.formats.amounts import digits
from madang.systems.customs.models import RiskModel, RiskRule, RuleHit, SampleKey, Selected

MOST_CONTRIBUTIONS = 10
POLICY = Policy()
"""How many are drawn by chance, and from which scores on somebody looks."""


def select_declaration(*, declaration: Declaration, now: datetime, trusted: bool = False) -> Selection:
    """The selection of `declaration.number`, made once: asking again gives what was decided the first time."""
    if not declaration.number:
        raise ValueError("A declaration is selected once customs has given it a number.")
    today = timezone.localdate(now)
    with transaction.atomic():
        before = Selected.objects.filter(number=declaration.number).prefetch_related("hits").first()
        if before is not None:
            return selection_of(held=before)
        history = history_of(declaration=declaration, trusted=trusted)
        scales = currency_digits(declaration=declaration)
        made = select(
            declaration=declaration,
            history=history,
            rules=rules_in_force(on=today),
            key=key_of(day=today),
            model=current_model(),
            on=today,
            policy=POLICY,
            digits=scales,
        )
        _keep(declaration, made, facts_of(declaration=declaration, history=history, digits=scales), today)
    return made


def _keep(declaration: Declaration, made: Selection, facts: list[dict[str, Value]], today: date) -> None:
    newest = RiskModel.objects.order_by("-trained_at", "-pk").first()
    held = Selected.objects.create(
        number=declaration.number,
        on=today,
        lane=made.lane.value,
        reasons=[{"why": one.why.value, "code": one.code, "lane": one.lane.value} for one in made.reasons],
        score=made.score,
        contributions=[
            {"feature": one.feature, "value": one.value, "adds": one.adds}
            for one in made.contributions[:MOST_CONTRIBUTIONS]
        ],
        model=newest.version if newest else "",
        facts=[as_json(facts=one) for one in facts],
        importer=trader_key(trader=declaration.importer),
        exporter=trader_key(trader=declaration.exporter),
    )
    codes = [one.code for one in made.reasons if one.why is Why.RULE]
    rules = RiskRule.objects.filter(code__in=codes)
    RuleHit.objects.bulk_create(RuleHit(rule=rule, selected=held) for rule in rules)


def selection_of(*, held: Selected) -> Selection:
    """A kept selection, with its lane and its reasons."""
    return Selection(
        lane=Lane(held.lane),
        reasons=tuple(Reason(why=Why(one["why"]), code=one["code"], lane=Lane(one["lane"])) for one in held.reasons),
        score=held.score,
        contributions=tuple(Contribution(**one) for one in held.contributions),
    )


def rules_in_force(*, on: date) -> list[Rule]:
    """Approved rules that hold on a day."""
    found = RiskRule.objects.filter(state="approved", valid_from__lte=on).order_by("code")
    rules = [rule_of(held=one) for one in found]
    return [one for one in rules if one.holds_on(day=on)]


def rule_of(*, held: RiskRule) -> Rule:
    """The law's view of a kept rule."""
    return Rule(
        code=held.code,
        tests=read_condition(text=held.condition),
        lane=Lane(held.lane),
        valid_from=held.valid_from,
        valid_until=held.valid_until,
    )


def key_of(*, day: date) -> bytes:
    """The key of the day's sample; drawn when it is first asked for."""
    held, _made = SampleKey.objects.get_or_create(day=day, defaults={"secret": secrets.token_hex(32)})
    return bytes.fromhex(held.secret)


def current_model() -> Model | None:
    """The newest model."""
    held = RiskModel.objects.order_by("-trained_at", "-pk").first()
    if held is None:
        return None
    return Model(
        version=held.version,
        base=held.base,
        weights=held.weights,
        means=held.means,
        examples=held.examples,
        finds=held.finds,
    )


def history_of(*, declaration: Declaration, trusted: bool = False) -> History:
    """What earlier selections say of the traders."""
    importer, exporter = trader_key(trader=declaration.importer), trader_key(trader=declaration.exporter)
    of_importer = Selected.objects.filter(importer=importer) if importer else Selected.objects.none()
    of_exporter = Selected.objects.filter(exporter=exporter) if exporter else Selected.objects.none()
    return History(
        importer_declarations=of_importer.count(),
        importer_finds=of_importer.filter(found=True).count(),
        exporter_finds=of_exporter.filter(found=True).count(),
        trusted=trusted,
    )


def trader_key(*, trader: Trader | None) -> str:
    """By what a trader is known: its number, else its name in capitals."""
    return ((trader.number or trader.name.upper()) if trader else "")[:100]


def currency_digits(*, declaration: Declaration) -> dict[str, int]:
    """Decimals of the currencies that a declaration names."""
    return {one.price.currency: digits(one.price.currency) for one in declaration.items if one.price}


def as_json(*, facts: Mapping[str, Value]) -> dict[str, object]:
    """Facts as they are kept: a number as text, codes as a list."""
    return {name: str(value) if isinstance(value, Decimal) else list(value) for name, value in facts.items()}


def from_json(*, facts: Mapping[str, object]) -> dict[str, Value]:
    """Kept facts as rules read them."""
    return {
        name: Decimal(value) if isinstance(value, str) else tuple(str(one) for one in value)  # type: ignore[attr-defined]
        for name, value in facts.items()
    }
