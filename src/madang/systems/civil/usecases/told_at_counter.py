"""What a visit at the counter was told already, kept for its few minutes, so that one visit is one look.

Each ask is a look at somebody's data and stands in their list of looks. The screens of one visit share the answer to the
same question about the same person, for the same official and purpose, sealed at rest as drafts are. The next person, or
the official's return to the search, ends the visit.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.utils.dateparse import parse_datetime

from madang.contracts.population_v1 import Person
from madang.contracts.services_v1 import Prefill
from madang.framework.identity.actor import Actor
from madang.framework.ui.wizard import discard_draft, load_draft, save_draft
from madang.systems.civil.usecases.prefill import Known

KEPT = timedelta(minutes=10)
_KIND = "counter-visit"


def person_at_counter(*, person: str, actor: Actor, look: Callable[[], Person], now: datetime) -> Person:
    """Who stands here: what this visit was told, else `look()`'s answer, kept from now on."""
    kept = _kept(person, "person", actor, now)
    if kept is not None:
        return msgspec.convert(kept, Person)
    found = look()
    _keep(person, "person", msgspec.to_builtins(found), actor, now)
    return found


def known_at_counter(*, person: str, service: str, actor: Actor, look: Callable[[], Known], now: datetime) -> Known:
    """What the owner of a service knows of them. Silence and a no are told and not kept."""
    kept = _kept(person, f"service:{service}", actor, now)
    if kept is not None:
        return Known(prefill=msgspec.convert(kept, Prefill))
    known = look()
    if not known.silence and not known.prefill.refused_because:
        _keep(person, f"service:{service}", msgspec.to_builtins(known.prefill), actor, now)
    return known


def end_visit(*, actor: Actor) -> None:
    """Forget what was told of the last person."""
    if actor.account_id is not None:
        discard_draft(account_id=actor.account_id, kind=_KIND)


def _told(person: str, actor: Actor) -> dict[str, Any]:
    """What is kept of this person; nothing of the one before."""
    draft = load_draft(account_id=actor.account_id, kind=_KIND) if actor.account_id is not None else None
    return dict(draft.data["told"]) if draft is not None and draft.data.get("person") == person else {}


def _kept(person: str, question: str, actor: Actor, now: datetime) -> Any:
    """The answer, while it is young enough."""
    found = _told(person, actor).get(question)
    at = parse_datetime(found["at"]) if found else None
    return found["answer"] if found and at is not None and now - at < KEPT else None


def _keep(person: str, question: str, answer: Any, actor: Actor, now: datetime) -> None:
    if actor.account_id is None:
        return
    told = {**_told(person, actor), question: {"at": now.isoformat(), "answer": answer}}
    save_draft(account_id=actor.account_id, kind=_KIND, data={"person": person, "told": told}, now=now)
