"""The words in which a customs value is found: the goods, the law of the day, a value with its steps, or why a method fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from madang.framework.values import Money
from madang.systems.customs.domain.exchange_rates import exchange_rate, whole
from madang.systems.customs.domain.valuation import national, value_law
from madang.systems.customs.domain.words import ValuationMethod


class Level(StrEnum):
    """The commercial level at which goods are bought (WTO Valuation Agreement art. 2.1 (b))."""

    MAKER = "maker"  # who works them up
    WHOLESALE = "wholesale"
    RETAIL = "retail"
    USER = "user"


class Why(StrEnum):
    """Why a method finds no value."""

    NO_FACTS = "no_facts"  # nothing is known that it could start from
    NO_SALE = "no_sale"
    RESTRICTED = "restricted"
    CONDITIONAL = "conditional"
    PROCEEDS_UNKNOWN = "proceeds_unknown"
    UNQUANTIFIED = "unquantified"
    RELATED = "related"
    DOUBTED = "doubted"
    NONE_COMPARABLE = "none_comparable"  # every transaction that is known fails a condition
    NO_RESALE = "no_resale"
    PROCESSING_UNKNOWN = "processing_unknown"
    NO_ACCOUNTS = "no_accounts"
    FORBIDDEN = "forbidden"
    NOT_POSITIVE = "not_positive"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuationTerms:
    """A country's own measures within the Agreement. Days and percent; `cites` names the article of a step, a method or
    a reason.

    `near_days` lie at most between the shipping of goods and of those that they are compared with (`season_days` where prices
    change with the season), `resale_days` between importation and resale, `late_resale_days` where method 6 allows more;
    `test_percent` is how far a value may lie from a test value.
    """

    near_days: int
    season_days: int
    resale_days: int
    late_resale_days: int
    test_percent: int
    cites: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLaw:
    """Under which law, at which day's rates and in which money a value is found."""

    on: date
    currency: str
    terms: ValuationTerms

    def national(self, *, amount: Money | None) -> Decimal:
        """In minor units of the country's money. Raises NoExchangeRate."""
        return national(amount=amount, on=self.on, currency=self.currency)

    def rate(self, *, currency: str) -> Decimal:
        """What one main unit of a currency is worth. Raises NoExchangeRate."""
        return exchange_rate(currency=currency, on=self.on).worth

    @property
    def with_transport(self) -> bool:
        """Whether transport to the port of importation belongs to the value."""
        return value_law(on=self.on).with_transport

    def cite(self, *, of: str, method: ValuationMethod) -> str:
        """The article of a step or reason; that of its method where it has none of its own."""
        return self.terms.cites.get(of) or self.terms.cites[f"method_{method.value}"]

    def step(self, *, code: str, amount: Decimal, method: ValuationMethod, detail: str = "") -> "ValueStep":
        """A step with its article."""
        return ValueStep(code=code, amount=whole(amount=amount), cite=self.cite(of=code, method=method), detail=detail)

    def failed(self, *, method: ValuationMethod, whys: tuple[Why, ...]) -> "ValueFailed":
        """Why there is no value by that method, each reason with its article."""
        return ValueFailed(
            method=method, reasons=tuple(Reason(why=why, cite=self.cite(of=why.value, method=method)) for why in whys)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueStep:
    """One step to a value: what it is, minor units of the country's money that it adds or takes, by which article; `detail` are
    figures alone."""

    code: str
    amount: int
    cite: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFound:
    """A customs value of all the goods in minor units, by which method, step by step."""

    method: ValuationMethod
    value: int
    steps: tuple[ValueStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a method fails, by which article."""

    why: Why
    cite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFailed:
    """A method that finds no value, with every reason."""

    method: ValuationMethod
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """The goods whose value is looked for: how much of them in which unit, when they were shipped, from where, by whom made, at
    which level bought; what their carriage and insurance to the port of importation costs."""

    quantity: Decimal
    unit: str
    shipped_on: date
    origin: str
    producer: str = ""
    level: Level = Level.WHOLESALE
    seasonal: bool = False
    transport: Money | None = None
