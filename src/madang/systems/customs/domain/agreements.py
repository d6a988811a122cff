"""What a trade agreement says of origin, beside the rules of each product: proofs, waivers, cumulation, tolerance, transport.

A pack writes it as rows (`customs/agreements.csv`: agreement, topic, value, cite, source); a row without a source is from
memory. The words of a value:

in_force 2022-02-01                 for the country itself
proof authority approved exporter importer      who may write the proof
approved_above EUR 6000             above it the exporter must be approved
months 12                           how long a proof may be used
waiver USD 1000 [private]           no proof up to that value (of goods for private use only)
cumulation bilateral | regional     whose materials count as one's own
tolerance 10 value 01-97            unchanged materials: percent of the value or the weight, for goods of which chapters
transport controlled | direct       through other countries under customs' control, or not at all
operations preserve pack ...        what confers no origin, however much the code changes
content build_down build_up net_cost
back_to_back intermediate           a proof may be split and issued anew on the way
differentials 20                    where rates differ by party: the share of value that listed goods need in the exporting one
stages [anniversary] A=1 G=10       how many equal annual cuts a category of the schedule has; on 1 January or the anniversary
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.domain.exchange_rates import digits_of

OPERATIONS = (
    "preserve",
    "pack",
    "sort",
    "mark",
    "dilute",
    "dismantle",
    "slaughter",
    "paint",
    "peel",
    "mix",
    "wash",
    "iron",
    "assemble",
    "test",
)
"""Minor operations that agreements name; `sort` stands for sifting, screening, classifying, sharpening, cutting."""
FORMULAS = ("build_down", "build_up", "net_cost")
TOPICS = (
    "in_force",
    "proof",
    "approved_above",
    "months",
    "waiver",
    "cumulation",
    "tolerance",
    "transport",
    "operations",
    "content",
    "back_to_back",
    "differentials",
    "stages",
)


class AgreementUnreadable(ValueError):
    """A row of an agreement says what nobody knows; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """Materials that kept their code are tolerated up to a share, by value or by weight, in goods of some chapters."""

    percent: Decimal
    by: str  # "value" or "weight"
    chapters: tuple[tuple[int, int], ...]

    def covers(self, *, code: str) -> bool:
        """Whether goods of that code have it."""
        return any(first <= int(code[:2]) <= last for first, last in self.chapters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Up to which value no proof is asked for; `private` where only of goods for private use."""

    amount: Money
    private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One thing an agreement says, as the pack writes it, its article and where it was read (empty: from memory)."""

    topic: str
    value: str
    cite: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A trade agreement as the pack holds it. What it holds nothing of is empty or None: unknown, not absent."""

    code: str
    topics: tuple[Topic, ...]
    in_force: date | None = None
    proof: tuple[str, ...] = ()
    approved_above: Money | None = None
    months: int | None = None
    waiver: Waiver | None = None
    cumulation: str = ""
    tolerances: tuple[Tolerance, ...] = ()
    transport: str = ""
    operations: frozenset[str] = frozenset()
    content: tuple[str, ...] = ()
    differentials: Decimal | None = None
    stages: Mapping[str, int]
    anniversary: bool = False  # cuts are made on the day of entry into force each year, else on 1 January

    def cite(self, *, topic: str) -> str:
        """The article on a topic; empty where none is held."""
        return next((one.cite for one in self.topics if one.topic == topic), "")


def read_agreements(*, rows: Iterable[Mapping[str, str]]) -> Mapping[str, Agreement]:
    """The agreements of a pack, by code. Raises AgreementUnreadable."""
    found: dict[str, list[Topic]] = {}
    for row in rows:
        topic = Topic(topic=row["topic"], value=row["value"], cite=row["cite"], source=row.get("source") or "")
        if topic.topic not in TOPICS:
            raise AgreementUnreadable(f"'{topic.topic}' of {row['agreement']} is no topic of an agreement.")
        found.setdefault(row["agreement"], []).append(topic)
    return {code: _agreement(code, tuple(topics)) for code, topics in found.items()}


def _agreement(code: str, topics: tuple[Topic, ...]) -> Agreement:
    told = {one.topic: one.value for one in topics}
    try:
        return Agreement(
            code=code,
            topics=topics,
            in_force=date.fromisoformat(told["in_force"]) if "in_force" in told else None,
            proof=tuple(told.get("proof", "").split()),
            approved_above=_money(told["approved_above"].split()) if "approved_above" in told else None,
            months=int(told["months"]) if "months" in told else None,
            waiver=_waiver(told["waiver"]) if "waiver" in told else None,
            cumulation=told.get("cumulation", ""),
            tolerances=tuple(_tolerance(one) for one in topics if one.topic == "tolerance"),
            transport=told.get("transport", ""),
            operations=_known(told.get("operations", ""), OPERATIONS),
            content=tuple(one for one in FORMULAS if one in _known(told.get("content", ""), FORMULAS)),
            differentials=Decimal(told["differentials"]) if "differentials" in told else None,
            stages=_stages(topics),
            anniversary=any("anniversary" in one.value.split() for one in topics if one.topic == "stages"),
        )
    except (ValueError, ArithmeticError, IndexError) as fault:
        raise AgreementUnreadable(f"The rows of the agreement {code} cannot be read: {fault}.") from fault


def _stages(topics: tuple[Topic, ...]) -> dict[str, int]:
    """Several rows may tell of categories, each with its source."""
    words = [word for one in topics if one.topic == "stages" for word in one.value.split()]
    pairs = (word.partition("=") for word in words if "=" in word)
    return {category: int(count) for category, _equal, count in pairs}


def _known(text: str, known: tuple[str, ...]) -> frozenset[str]:
    words = frozenset(text.split())
    if words - set(known):
        raise AgreementUnreadable(f"{sorted(words - set(known))} is none of {', '.join(known)}")
    return words


def _money(words: list[str]) -> Money:
    return Money(int(Decimal(words[1]).scaleb(digits_of(currency=words[0]))), words[0])


def _waiver(text: str) -> Waiver:
    words = text.split()
    return Waiver(amount=_money(words), private=words[2:] == ["private"])


def _tolerance(topic: Topic) -> Tolerance:
    percent, by, *spans = topic.value.split()
    if by not in ("value", "weight"):
        raise AgreementUnreadable(f"'{by}' is no measure of a tolerance: value and weight are known")
    chapters = tuple((int(span[:2]), int(span[-2:])) for span in spans)
    return Tolerance(percent=Decimal(percent), by=by, chapters=chapters)
