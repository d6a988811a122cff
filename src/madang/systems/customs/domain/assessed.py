"""What the law makes of a declaration: the customs value, each step of each item, and totals by levy."""

from dataclasses import dataclass

from madang.framework.values import Money
from madang.systems.customs.domain.value_found import ValueStep
from madang.systems.customs.domain.words import Levy, ValuationMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing the law did: which levy, by which rule, on what base, at what rate, with what result, by which article."""

    levy: Levy
    rule: str  # permanent code of the rule or the rate: "A" basic, "C" WTO concession, "FEU1" Korea-EU
    base: str  # what it was reckoned on: "KRW 1,200,000", "12.5 KGM"
    rate: str  # an expression of duty that `read_duty` reads: "8%", "max(20%, 1625/KGM)"
    amount: int  # minor units of `Assessed.currency`; 0 where the rule relieves
    citation: str
    label: str = ""  # name of the rule in the country's language


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedItem:
    """One goods item: its national line, its value and the steps in the order of law."""

    sequence: int
    commodity: str  # the national line
    customs_value: int  # minor units of `Assessed.currency`
    steps: tuple[Step, ...]
    suspended: tuple[
        tuple[Levy, int], ...
    ] = ()  # minor units by levy: what waits while the goods are under a procedure
    statement: str = ""  # number of the valuation statement by which the value was found
    valuation: ValuationMethod | None = None  # the method of that statement
    value_steps: tuple[ValueStep, ...] = ()

    @property
    def total(self) -> int:
        """All that is levied on the item."""
        return sum(step.amount for step in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """The assessment of one declaration. `totals` are what is payable; each equals the sum of the items' steps, rounded as
    the law says (`rounding` cites it)."""

    currency: str
    items: tuple[AssessedItem, ...]
    totals: tuple[tuple[Levy, int], ...]  # minor units, in the order of law; levies without an amount are left out
    rounding: str = ""
    notes: tuple[str, ...] = ()  # what the declarant should know: the relief applied, the better preference not claimed
    procedure: str = ""  # code of the procedure under which duties wait

    def item(self, *, sequence: int) -> AssessedItem | None:
        """The item of that number."""
        return next((one for one in self.items if one.sequence == sequence), None)

    @property
    def customs_value(self) -> Money:
        """The customs value of all items."""
        return Money(sum(item.customs_value for item in self.items), self.currency)

    @property
    def payable(self) -> Money:
        """All levies together."""
        return Money(sum(amount for _, amount in self.totals), self.currency)

    @property
    def suspended(self) -> Money:
        """All that waits."""
        return Money(sum(amount for item in self.items for _levy, amount in item.suspended), self.currency)

    def total(self, *, levy: Levy) -> Money:
        """One levy's total; zero where none is levied."""
        return Money(dict(self.totals).get(levy, 0), self.currency)
