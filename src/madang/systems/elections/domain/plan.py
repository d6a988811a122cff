"""What an election is planned to be, and what speaks against it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from madang.systems.elections.domain.words import PUBLIC_KINDS, RANKED, Kind, QuestionKind, RollSource

MOST_ANSWERS = 100
MOST_QUESTIONS = 20


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One choice, in the country's language and in English."""

    text: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class PlannedQuestion:
    """One question and what may be said to it."""

    kind: QuestionKind
    text: str
    text_en: str
    answers: tuple[Answer, ...]
    least: int = 1
    most: int = 1
    blank: bool = True
    refusal: bool = False
    """A last answer that refuses all others."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An election as a manager drafts it. `opens_on` and `inspection_*` are days of the country's calendar."""

    kind: Kind
    title: str
    title_en: str
    about: str = ""
    about_en: str = ""
    division: str = ""
    roll_source: RollSource
    reference_on: date
    quorum_percent: int | None = None
    absentee_until: date | None = None
    """The last day of applying to vote by post; None: nobody does, save where the law gives days."""
    inspection_from: date
    inspection_until: date
    opens_at: datetime
    closes_at: datetime
    opens_on: date
    assurance: int = 0
    """How surely voters have to be signed in to vote online: 1 to 3, as eIDAS art. 8 (2) orders them; any sign-in at 0."""
    paper_overrides: bool = False
    """Whether who voted online may still vote on paper at a station, and the paper ballot stands."""
    series: str = ""
    """By this name votes of several districts belong together."""
    double_majority: bool = False
    threshold: int = 0
    trustees: tuple[str, ...]
    questions: tuple[PlannedQuestion, ...]


@dataclass(frozen=True, kw_only=True)
class RollLaw:
    """The law's days of a roll. In Korea: Public Official Election Act arts. 37 (1), 40 (1), 44 (1)."""

    inspection_days: int
    """For how many days the roll lies open at least."""
    final_before_days: int
    """How many days before the vote it is final."""
    absentee_days: int = 0
    """For how many days from the reference day on voters apply to vote by post (art. 38 (1))."""


def absentee_until_of(*, plan: Plan, law: RollLaw) -> date | None:
    """The last day of applying to vote by post: of a public election by law, of others as planned; None where nobody may."""
    if plan.kind in PUBLIC_KINDS and plan.absentee_until is None:
        return plan.reference_on + timedelta(days=law.absentee_days - 1)
    return plan.absentee_until


def faults_of(*, plan: Plan, law: RollLaw) -> tuple[tuple[str, str], ...]:
    """Every fault of a plan: its place and its code."""
    public = plan.kind in PUBLIC_KINDS
    asked = [
        (f"questions[{place}].{where}", code)
        for place, one in enumerate(plan.questions)
        for where, code in question_faults(asked=one, public=public)
    ]
    return (*_calendar(plan, law), *_people(plan), *asked)


def _calendar(plan: Plan, law: RollLaw) -> tuple[tuple[str, str], ...]:
    days = (plan.inspection_until - plan.inspection_from).days + 1
    final = plan.opens_on - timedelta(days=law.final_before_days)
    public = plan.kind in PUBLIC_KINDS
    return _failed(
        (plan.closes_at > plan.opens_at, "closes_at", "closes_before_opening"),
        (days >= 1, "inspection_until", "inspection_ends_before"),
        (plan.reference_on <= plan.inspection_from, "reference_on", "inspected_before_reference"),
        (plan.inspection_until < plan.opens_on, "opens_at", "opens_before_inspected"),
        (not public or days >= law.inspection_days, "inspection_until", "inspection_short"),
        (not public or plan.inspection_until < final, "opens_at", "roll_final_late"),
        *_by_post(plan, law),
    )


def _by_post(plan: Plan, law: RollLaw) -> tuple[tuple[bool, str, str], ...]:
    until = absentee_until_of(plan=plan, law=law)
    if until is None:
        return ()
    lawful = plan.reference_on + timedelta(days=law.absentee_days - 1)
    ranked = any(one.kind in RANKED for one in plan.questions)
    return (
        (plan.kind not in PUBLIC_KINDS or until >= lawful, "absentee_until", "absentee_short"),
        (plan.reference_on <= until < plan.opens_on, "absentee_until", "absentee_outside"),
        (not ranked, "absentee_until", "absentee_ranked"),
        (plan.kind is not Kind.SURVEY, "absentee_until", "absentee_survey"),
    )


def _people(plan: Plan) -> tuple[tuple[str, str], ...]:
    names = plan.trustees
    from_register = plan.roll_source is RollSource.REGISTER
    return _failed(
        (bool(plan.title.strip() and plan.title_en.strip()), "title", "title_missing"),
        (len(names) >= 1, "trustees", "no_trustee"),
        (len(set(names)) == len(names), "trustees", "trustee_twice"),
        (0 <= plan.threshold <= len(names), "threshold", "threshold_high"),
        (1 <= len(plan.questions) <= MOST_QUESTIONS, "questions", "questions_number"),
        (plan.kind not in PUBLIC_KINDS or from_register, "roll_source", "roll_not_from_register"),
        (not plan.double_majority or bool(plan.series.strip() and plan.division), "series", "double_alone"),
        (not plan.paper_overrides or _takes_paper(plan), "paper_overrides", "override_without_paper"),
        (plan.quorum_percent is None or 1 <= plan.quorum_percent <= 100, "quorum_percent", "quorum_no_share"),
    )


def _takes_paper(plan: Plan) -> bool:
    return plan.kind is not Kind.SURVEY and not any(one.kind in RANKED for one in plan.questions)


def question_faults(*, asked: PlannedQuestion, public: bool) -> tuple[tuple[str, str], ...]:
    """Every fault of one question: its place and its code; `public` where the law of public elections holds."""
    count = len(asked.answers)
    single = asked.kind is QuestionKind.SINGLE
    one_winner = asked.kind in RANKED and asked.kind is not QuestionKind.STV
    return _failed(
        (bool(asked.text.strip() and asked.text_en.strip()), "text", "question_missing"),
        (2 <= count <= MOST_ANSWERS, "answers", "answers_number"),
        (all(one.text.strip() and one.text_en.strip() for one in asked.answers), "answers", "answer_empty"),
        (len({one.text for one in asked.answers}) == count, "answers", "answer_twice"),
        (0 <= asked.least <= asked.most <= count and asked.most >= 1, "most", "nobody_could_answer"),
        (not single or (asked.most == 1 and asked.least <= 1), "most", "single_takes_one"),
        (not one_winner or asked.most == 1, "most", "one_winner"),
        (not (public and asked.kind in RANKED), "kind", "ranked_in_public"),
        # Only where one answer is chosen does a ballot prove that a refusal stands alone.
        (not asked.refusal or (single and asked.least == 1), "refusal", "refusal_single"),
    )


def _failed(*checks: tuple[bool, str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((place, f"elections.plan.{code}") for good, place, code in checks if not good)
