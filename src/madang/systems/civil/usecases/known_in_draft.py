"""What the state knows, asked once for a form: the answer is kept in the form's draft, which is sealed at rest.

Each ask is a look at somebody's data and stands in their list of looks. Filling in one form is one look, however many
screens it has; another follows only where the resident wants it or the answer is older than a day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.utils.dateparse import parse_datetime

from madang.contracts.services_v1 import Prefill
from madang.framework.ui.wizard import load_draft, save_draft
from madang.systems.civil.usecases.prefill import Known

KEPT = timedelta(days=1)
_PLACE = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the owners told, and when; `at` is None where they were silent or said no, which is not kept."""

    known: Known
    at: datetime | None = None


def known_in_draft(*, account_id: int, kind: str, look: Callable[[], Known], now: datetime) -> Told:
    """The answer that the draft keeps; else `look()`'s, kept from now on."""
    kept = _kept(account_id=account_id, kind=kind, now=now)
    return kept or _look(account_id=account_id, kind=kind, look=look, now=now)


def ask_again(*, account_id: int, kind: str, look: Callable[[], Known], now: datetime) -> Told:
    """A new answer in the draft. What stands in the form as it was filled in gives way to it; what was typed stays."""
    before = _kept(account_id=account_id, kind=kind, now=now)
    if before is not None:
        if before.at == now:
            return before
        _take_back(account_id=account_id, kind=kind, prefill=before.known.prefill, now=now)
    return _look(account_id=account_id, kind=kind, look=look, now=now)


def _kept(*, account_id: int, kind: str, now: datetime) -> Told | None:
    draft = load_draft(account_id=account_id, kind=kind)
    found = draft.data.get(_PLACE) if draft else None
    at = parse_datetime(found["at"]) if found else None
    if found is None or at is None or now - at >= KEPT:
        return None
    return Told(known=Known(prefill=msgspec.convert(found["prefill"], Prefill)), at=at)


def _look(*, account_id: int, kind: str, look: Callable[[], Known], now: datetime) -> Told:
    known = look()
    if known.silence or known.prefill.refused_because:
        return Told(known=known)
    draft = load_draft(account_id=account_id, kind=kind)
    kept = {"at": now.isoformat(), "prefill": msgspec.to_builtins(known.prefill)}
    save_draft(account_id=account_id, kind=kind, data={**(draft.data if draft else {}), _PLACE: kept}, now=now)
    return Told(known=known, at=now)


def _take_back(*, account_id: int, kind: str, prefill: Prefill, now: datetime) -> None:
    """Forgets of the draft's answers those that are word for word what the owner had told."""
    draft = load_draft(account_id=account_id, kind=kind)
    if draft is None:
        return
    told = {each.field: each.value for each in prefill.answers if each.value}
    typed: dict[str, dict[str, Any]] = {
        step: {name: values for name, values in answers.items() if told.get(name) != ",".join(values)}
        for step, answers in draft.data.get("typed", {}).items()
    }
    save_draft(account_id=account_id, kind=kind, data={**draft.data, "typed": typed}, now=now)
