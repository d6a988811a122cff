"""Acting for another on the demonstration's data: a mother for her child, a trader for his shop."""

import json
from collections.abc import Iterator
from pathlib import Path

from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import Account
from madang.framework.identity.usecases.answer_mandate import end_mandates_of_kind, revoke_mandate
from madang.framework.identity.usecases.use_mandate import act_for
from madang.framework.identity.who import actor_of
from madang.framework.law import pack
from madang.framework.values import clock
from madang.systems.mandates.domain.kinds import Kind
from madang.systems.mandates.usecases.act_by_law import act_by_law
from madang.systems.mandates.usecases.find_entitlements import find_entitlements
from madang.systems.mandates.usecases.name import SYSTEM


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; what the registers said stays in `out`."""
    people = {row["login"]: row["person"] for row in pack().data("demo")["residents"]}
    told = []
    for login, kind in (("hana", Kind.PARENT), ("dohyun", Kind.COMPANY)):
        person, now = people[login], clock.now()
        actor = actor_of(account=Account.objects.get(login=login), now=now)
        rights = find_entitlements(person=person, actor=actor, now=now)
        told += [
            {"who": login, "kind": one.kind, "until": one.until_on.isoformat(), "cite": one.cite} for one in rights
        ]
        right = next(one for one in rights if one.kind is kind)
        mandate = act_by_law(person=person, kind=kind, party=right.party, actor=actor, now=now)
        under = act_for(key=mandate.key, actor=actor, now=clock.now())
        yield f"{login} acts for {under.acting_for.name if under.acting_for else ''} until {mandate.last_day} ({right.cite})"
        yield f"both see {mandate.uses.count()} use of it"
        if kind is Kind.COMPANY:
            machine = system_actor(SYSTEM)
            end_mandates_of_kind(grantor=mandate.grantor, kind=kind, actor=machine, now=clock.now())
            yield "another representative is entered: the right ends at once"
        else:
            revoke_mandate(key=mandate.key, actor=actor, now=clock.now())
            yield "she lays it down; it works no longer from this moment on"
    (out / "entitlements.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
