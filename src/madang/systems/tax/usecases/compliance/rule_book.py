"""The country's rules of risk, and their words in a reader's language."""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language

from madang.framework.law import active_code, load_pack, pack
from madang.systems.tax.domain.risk_score import RuleBook, read_rules
from madang.systems.tax.domain.risk_words import FindingKind


def rule_book() -> RuleBook:
    """What `tax/risk_rules.yaml` of the active country says."""
    return _read(active_code())


@cache
def _read(code: str) -> RuleBook:
    return read_rules(data=load_pack(code).data("tax/risk_rules"))


def in_words(said: Mapping[str, str]) -> str:
    """In the reader's language, else the country's first that there is."""
    language = (get_language() or "")[:2]
    return said.get(language) or next((said[one] for one in (*pack().languages, *said) if one in said), "")


def kind_titles() -> dict[str, str]:
    """What each kind of finding is called."""
    return {kind.value: in_words(words.title) for kind, words in rule_book().words.items()}


def shown_kinds() -> list[str]:
    """The kinds that a trader sees of itself."""
    return [kind.value for kind in FindingKind if rule_book().words[kind].shown]
