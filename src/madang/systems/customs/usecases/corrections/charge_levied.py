"""Something more is charged of a declaration: a difference, what comes on top, parts in the place of what ended."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from madang.framework.identity.actor import Actor
from madang.framework.money.models import Charge
from madang.framework.money.usecases import cancel, charge
from madang.framework.values import Money
from madang.systems.customs.models import Correction, CustomsDeclaration, Levied
from madang.systems.customs.usecases.declarations.advance_declaration import account_of
from madang.systems.customs.usecases.declarations.words import levied_titles


def charge_levied(
    *, one: CustomsDeclaration, levy: str, minor: int, source: str, due_on: date, actor: Actor, now: datetime
) -> Levied:
    """Charge it, as `source` of the declaration. In the caller's transaction."""
    owed = charge(
        payer=one.party,
        amount=Money(minor, one.currency),
        purpose=f"customs.{levy}.{source}",
        titles=levied_titles(levy=levy, number=one.number),
        reference=one.number,
        account=account_of(levy=levy),
        service="customs.declare",
        now=now,
        actor=actor,
    )
    return Levied.objects.create(
        declaration=one,
        source=source,
        levy=levy,
        minor=minor,
        currency=one.currency,
        charge=owed.number,
        due_on=due_on,
        state="open",
    )


def charge_in_place_of(*, row: Levied, parts: Iterable[int], by: str, actor: Actor, now: datetime) -> list[Levied]:
    """Its charge is cancelled, which ends it; `parts` of it stand in its place, due on the same day, for a refund or a
    correction (`by`). In the caller's transaction."""
    charged_as = row.source.partition("/")[0]
    cancel(charge=Charge.objects.get(number=row.charge), reason=by, actor=actor, now=now)
    return [
        charge_levied(
            one=row.declaration,
            levy=row.levy,
            minor=minor,
            source=f"{charged_as}/{by}" if place == 1 else f"{charged_as}/{by}/{place}",
            due_on=row.due_on,
            actor=actor,
            now=now,
        )
        for place, minor in enumerate(parts, start=1)
    ]


def charged_of(*, made: Correction) -> QuerySet[Levied]:
    """What a correction charged that stands, with what it was split into and what was added because it was late."""
    own = Q(source=made.charged_as)
    own |= Q(source__startswith=f"{made.charged_as}/") | Q(source__startswith=f"{made.charged_as}-")
    return made.declaration.levies.filter(own).exclude(state="ended").order_by("pk")
