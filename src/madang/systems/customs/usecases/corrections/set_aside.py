"""An assessment was wrong: the declaration says again what it said before; what the assessment charged ends or goes back."""

from collections import Counter
from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.correction import CorrectionKind, CorrectionState
from madang.systems.customs.models import Correction, CustomsDeclaration, CustomsRefund
from madang.systems.customs.usecases.corrections.charge_levied import charged_of
from madang.systems.customs.usecases.corrections.settle_correction import settle_correction
from madang.systems.customs.usecases.declarations.words import ADDITION


def set_aside(*, one: CustomsDeclaration, against: Correction, reason: str, actor: Actor, now: datetime) -> Correction:
    """As a correction of its own (Customs Act of Korea art. 128 (1) no. 3); no period of assessment ends it (art. 21 (2)). In
    the caller's transaction, which holds the declaration."""
    before = one.versions.get(version=against.version)
    changes: Counter[str] = Counter()
    for row in charged_of(made=against):
        changes[row.levy] -= row.minor
    for back in CustomsRefund.objects.filter(source=against.number):
        changes[back.levy] += back.minor
    on_top = changes.pop(ADDITION, 0)
    made = Correction.objects.create(
        number=f"C{now:%Y}-{random_symbols(count=8)}",
        declaration=one,
        kind=CorrectionKind.SET_ASIDE.value,
        state=CorrectionState.FILED.value,
        version=one.version,
        content=before.content,
        assessed=before.assessed or {},
        changes={levy: minor for levy, minor in changes.items() if minor},
        addition_minor=on_top,
        currency=one.currency,
        reason=reason[:1000],
        filed_at=now,
        filed_by=officer(actor),
    )
    settle_correction(one=one, made=made, actor=actor, now=now)
    return made
