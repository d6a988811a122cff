"""Benefits around work, and for young people."""

from datetime import date

from madang.countries.kr.civil.conditions import assets_within, cite, income_within, law, written
from madang.framework.values import Money
from madang.systems.civil.domain.benefits import Benefit, Condition, Facts, Home, Work

MOEL = {"ko": "고용노동부", "en": "Ministry of Employment and Labor"}
YOUTH = (19, 34)
TRAINING_AGE = (15, 75)


def _with_family(facts: Facts) -> bool:
    return bool(facts.married or facts.children)


def _yearly_income(on: date) -> Condition:
    """Whether a spouse earns is not among the facts: between the limits for one and two earners it stays open."""
    single, earner, two = (law(f"earned_income.{name}_limit", on) for name in ("single", "earner", "two_earners"))
    alone, one, both = written(single), written(earner), written(two)

    def holds(facts: Facts) -> bool | None:
        assert facts.monthly_income is not None  # noqa: S101
        yearly = facts.monthly_income * 12
        if not _with_family(facts):
            return bool(yearly < single)
        return True if yearly < earner else None if facts.married and yearly < two else False

    return Condition(
        data=("monthly_income", "married", "children"),
        holds=holds,
        met={
            "ko": "연 소득이 가구 유형의 기준보다 적습니다.",
            "en": "Your yearly income is below your household's limit.",
        },
        unmet={
            "ko": f"연 소득이 기준(단독 {alone}원, 홑벌이 {one}원, 맞벌이 {both}원) 이상입니다.",
            "en": f"Your yearly income reaches the limit ({alone} won alone, {one} with one earner, {both} with two).",
        },
        cite=cite("earned_income.single_limit", on),
    )


def earned_income(on: date) -> Benefit:
    """근로장려금."""

    def amount(facts: Facts) -> Money | None:
        most: Money = law("earned_income.earner_most" if _with_family(facts) else "earned_income.single_most", on)
        return most

    return Benefit(
        code="earned_income_credit",
        title={"ko": "근로장려금", "en": "Earned income tax credit"},
        summary={"ko": "일하지만 소득이 적은 가구에 드립니다.", "en": "For working households on a low income."},
        agency={"ko": "국세청", "en": "National Tax Service"},
        cite="Restriction of Special Taxation Act arts. 100-3, 100-5",
        conditions=(
            Condition(
                data=("work",),
                holds=lambda facts: facts.work in (Work.EMPLOYEE, Work.SELF_EMPLOYED),
                met={"ko": "근로소득이나 사업소득이 있습니다.", "en": "You have income from work or a business."},
                unmet={
                    "ko": "근로소득이나 사업소득이 있어야 합니다.",
                    "en": "It needs income from work or a business.",
                },
                cite="Restriction of Special Taxation Act art. 100-3 (1)",
            ),
            _yearly_income(on),
            assets_within(name="earned_income.asset_limit", on=on),
        ),
        amount=amount,
        amount_note={"ko": "매년 최대", "en": "each year, at most"},
        service="civil.earned_income_credit",
    )


def training_card(on: date) -> Benefit:
    """국민내일배움카드."""
    youngest, oldest = TRAINING_AGE
    article = cite("training_card.amount", on)
    return Benefit(
        code="training_card",
        title={"ko": "국민내일배움카드", "en": "Training card"},
        summary={"ko": "직업훈련 비용을 5년간 지원합니다.", "en": "Pays for vocational training over five years."},
        agency=MOEL,
        cite=article,
        conditions=(
            Condition(
                data=("born_on",),
                holds=lambda facts: facts.age is not None and youngest <= facts.age < oldest,
                met={"ko": "만 15세 이상 75세 미만입니다.", "en": "You are from 15 to 74 years old."},
                unmet={"ko": "만 15세 이상 75세 미만인 분께 드립니다.", "en": "It is for those from 15 to 74."},
                cite=article,
            ),
        ),
        amount=lambda _facts: law("training_card.amount", on),
        amount_note={"ko": "5년간", "en": "over five years"},
        service="civil.training_card",
    )


def _young_tenant(article: str) -> tuple[Condition, ...]:
    """A young person who rents by the month apart from the parents."""
    youngest, oldest = YOUTH
    return (
        Condition(
            data=("born_on",),
            holds=lambda facts: facts.age is not None and youngest <= facts.age <= oldest,
            met={"ko": "19세 이상 34세 이하입니다.", "en": "You are from 19 to 34 years old."},
            unmet={"ko": "19세 이상 34세 이하인 분께 드립니다.", "en": "It is for those from 19 to 34."},
            cite=article,
        ),
        Condition(
            data=("lives_with_parents",),
            holds=lambda facts: not facts.lives_with_parents,
            met={"ko": "부모와 따로 살고 있습니다.", "en": "You live apart from your parents."},
            unmet={"ko": "부모와 따로 살아야 합니다.", "en": "It needs a home apart from your parents."},
            cite=article,
        ),
        Condition(
            data=("home",),
            holds=lambda facts: facts.home is Home.MONTHLY_RENT,
            met={"ko": "월세로 살고 있습니다.", "en": "You rent by the month."},
            unmet={"ko": "월세로 사는 분께 드립니다.", "en": "It is for those who rent by the month."},
            cite=article,
        ),
    )


def youth_rent(on: date) -> Benefit:
    """청년월세 지원."""
    article = cite("youth_rent.amount", on)
    own = {"ko": "청년 가구", "en": "your own household"}
    return Benefit(
        code="youth_rent",
        title={"ko": "청년월세 지원", "en": "Rent support for young people"},
        summary={
            "ko": "부모와 따로 사는 청년의 월세를 지원합니다.",
            "en": "Help with the rent of young people who live on their own.",
        },
        agency={"ko": "국토교통부", "en": "Ministry of Land, Infrastructure and Transport"},
        cite=article,
        conditions=(
            *_young_tenant(article),
            income_within(percent_name="youth_rent.income_percent", on=on, what=own),
            assets_within(name="youth_rent.asset_limit", on=on),
        ),
        amount=lambda _facts: law("youth_rent.amount", on),
        amount_note={"ko": "매월 최대, 24개월", "en": "each month at most, for 24 months"},
        service="civil.youth_rent",
    )


def _insured(*, name: str, on: date) -> Condition:
    days = law(name, on)
    return Condition(
        data=("insured_days",),
        holds=lambda facts: facts.insured_days is not None and facts.insured_days >= days,
        met={"ko": f"고용보험 가입 기간이 {days}일 이상입니다.", "en": f"You have {days} insured days or more."},
        unmet={"ko": f"고용보험 가입 기간이 {days}일보다 짧습니다.", "en": f"You have fewer than {days} insured days."},
        cite=cite(name, on),
    )


def job_seeking(on: date) -> Benefit:
    """구직급여."""
    return Benefit(
        code="job_seeking_benefit",
        title={"ko": "구직급여(실업급여)", "en": "Job-seeking benefit"},
        summary={
            "ko": "뜻하지 않게 실직하여 일자리를 찾는 분에게 드립니다.",
            "en": "For those who lost their job and seek another.",
        },
        agency=MOEL,
        cite="Employment Insurance Act art. 40",
        conditions=(
            Condition(
                data=("work",),
                holds=lambda facts: facts.work is Work.UNEMPLOYED,
                met={"ko": "현재 실직 상태입니다.", "en": "You are out of work."},
                unmet={"ko": "실직 상태인 분께 드립니다.", "en": "It is for those out of work."},
                cite="Employment Insurance Act art. 40 (1) 2",
            ),
            Condition(
                data=("dismissed",),
                holds=lambda facts: facts.dismissed,
                met={"ko": "스스로 그만둔 것이 아닙니다.", "en": "You did not leave of your own accord."},
                unmet={
                    "ko": "정당한 사유 없이 스스로 그만두면 받을 수 없습니다.",
                    "en": "It is not paid to those who leave without good reason.",
                },
                cite="Employment Insurance Act art. 58",
            ),
            _insured(name="job_seeking.insured_days", on=on),
        ),
    )


def parental_leave(on: date) -> Benefit:
    """육아휴직급여."""
    return Benefit(
        code="parental_leave_benefit",
        title={"ko": "육아휴직급여", "en": "Parental leave benefit"},
        summary={"ko": "육아휴직을 쓰는 근로자에게 드립니다.", "en": "For employees on leave to raise a child."},
        agency=MOEL,
        cite="Employment Insurance Act art. 70",
        conditions=(
            Condition(
                data=("parental_leave",),
                holds=lambda facts: facts.parental_leave,
                met={"ko": "육아휴직 중이거나 쓸 예정입니다.", "en": "You are, or will be, on parental leave."},
                unmet={"ko": "육아휴직을 쓰는 분께 드립니다.", "en": "It is for those on parental leave."},
                cite="Employment Insurance Act art. 70 (1)",
            ),
            _insured(name="parental_leave.insured_days", on=on),
        ),
        amount=lambda _facts: law("parental_leave.most", on),
        amount_note={"ko": "매월 최대(처음 3개월)", "en": "each month at most, in the first three"},
    )


WORK = (earned_income, training_card, youth_rent, job_seeking, parental_leave)
