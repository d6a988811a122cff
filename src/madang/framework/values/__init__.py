"""Values every system speaks in: money, periods, parties, refusals. Plain Python; no Django, no clock reading but `clock`."""

from madang.framework.values.money import Money, Rounding
from madang.framework.values.party import Party, PartyKind
from madang.framework.values.period import Period
from madang.framework.values.progress import Progress
from madang.framework.values.refusal import Fault, Refusal

__all__ = ["Fault", "Money", "Party", "PartyKind", "Period", "Progress", "Refusal", "Rounding"]
