"""Benefits for families with children."""

from datetime import date, timedelta

from madang.countries.kr.civil.conditions import (
    assets_within,
    cite,
    has_child,
    income_within,
    law,
    months_between,
    won,
    written,
)
from madang.framework.values import Money
from madang.systems.civil.domain.benefits import Benefit, Condition, Facts, years_between

MOHW = {"ko": "보건복지부", "en": "Ministry of Health and Welfare"}
MONTHLY = {"ko": "매월", "en": "each month"}
INFANT_MONTHS = 24
SCHOOL_MONTHS = 86
ELECTRICITY_YEARS = 3
ADULT = 18
FIRST_MEETING_YEARS = 2


def parental(on: date) -> Benefit:
    """부모급여."""

    def amount(facts: Facts) -> Money:
        months = [months_between(born, facts.on) for born in facts.children or ()]
        return sum(
            (
                law("parental.under_one", on) if age < 12 else law("parental.of_one", on)
                for age in months
                if age < INFANT_MONTHS
            ),
            won(0),
        )

    return Benefit(
        code="parental_benefit",
        title={"ko": "부모급여", "en": "Parental benefit"},
        summary={"ko": "2세 미만 아동을 키우는 가정에 드립니다.", "en": "For families with a child under two."},
        agency=MOHW,
        cite="Child Allowance Act art. 4 (5)",
        conditions=(
            has_child(
                test=lambda born, today: months_between(born, today) < INFANT_MONTHS,
                met={"ko": "24개월 미만의 아동이 있습니다.", "en": "You have a child under 24 months."},
                unmet={"ko": "24개월 미만의 아동이 없습니다.", "en": "You have no child under 24 months."},
                article="Child Allowance Act art. 4 (5)",
            ),
        ),
        amount=amount,
        amount_note=MONTHLY,
        service="civil.parental_benefit",
    )


def child_allowance(on: date) -> Benefit:
    """아동수당."""
    limit = law("child_allowance.under_age", on)

    def amount(facts: Facts) -> Money:
        count = sum(years_between(born_on=born, on=facts.on) < limit for born in facts.children or ())
        return law("child_allowance.amount", on) * count  # type: ignore[no-any-return]

    return Benefit(
        code="child_allowance",
        title={"ko": "아동수당", "en": "Child allowance"},
        summary={"ko": f"{limit}세 미만 아동 1명당 매월 드립니다.", "en": f"Each month for every child under {limit}."},
        agency=MOHW,
        cite=cite("child_allowance.under_age", on),
        conditions=(
            has_child(
                test=lambda born, today: years_between(born_on=born, on=today) < limit,
                met={"ko": f"{limit}세 미만의 아동이 있습니다.", "en": f"You have a child under {limit}."},
                unmet={"ko": f"{limit}세 미만의 아동이 없습니다.", "en": f"You have no child under {limit}."},
                article=cite("child_allowance.under_age", on),
            ),
        ),
        amount=amount,
        amount_note=MONTHLY,
        service="civil.child_allowance",
    )


def first_meeting(on: date) -> Benefit:
    """첫만남이용권."""

    def amount(facts: Facts) -> Money:
        first = len(facts.children or ()) <= 1
        return law("first_meeting.first_child" if first else "first_meeting.later_child", on)  # type: ignore[no-any-return]

    return Benefit(
        code="first_meeting_voucher",
        title={"ko": "첫만남이용권", "en": "First-meeting voucher"},
        summary={"ko": "태어난 아기에게 한 번 드리는 이용권입니다.", "en": "A single voucher for a new-born child."},
        agency=MOHW,
        cite="Framework Act on Low Birth Rate in an Aging Society art. 10 (5)",
        conditions=(
            has_child(
                test=lambda born, today: years_between(born_on=born, on=today) < FIRST_MEETING_YEARS,
                met={
                    "ko": "출생 후 2년이 지나지 않은 아기가 있습니다.",
                    "en": "You have a baby born less than two years ago.",
                },
                unmet={
                    "ko": "출생 후 2년 이내의 아기가 없습니다.",
                    "en": "You have no baby born in the last two years.",
                },
                article="Framework Act on Low Birth Rate in an Aging Society art. 10 (5)",
            ),
        ),
        amount=amount,
        amount_note={"ko": "한 번", "en": "once"},
        service="civil.first_meeting_voucher",
    )


def home_care(on: date) -> Benefit:
    """가정양육수당."""

    def fits(born: date, today: date) -> bool:
        return INFANT_MONTHS <= months_between(born, today) < SCHOOL_MONTHS

    return Benefit(
        code="home_care_allowance",
        title={"ko": "가정양육수당", "en": "Home care allowance"},
        summary={
            "ko": "어린이집이나 유치원을 이용하지 않고 집에서 키우는 24개월 이상 아동에게 드립니다.",
            "en": "For children from 24 months who are cared for at home and attend no nursery.",
        },
        agency={"ko": "교육부", "en": "Ministry of Education"},
        cite="Infant Care Act art. 34-2",
        conditions=(
            has_child(
                test=fits,
                met={"ko": "24개월 이상 86개월 미만의 아동이 있습니다.", "en": "You have a child of 24 to 85 months."},
                unmet={
                    "ko": "24개월 이상 86개월 미만의 아동이 없습니다.",
                    "en": "You have no child of 24 to 85 months.",
                },
                article="Infant Care Act art. 34-2",
            ),
        ),
        amount=lambda facts: law("home_care.amount", on) * sum(fits(born, facts.on) for born in facts.children or ()),
        amount_note=MONTHLY,
        service="civil.home_care_allowance",
    )


def pregnancy_voucher(on: date) -> Benefit:
    """임신·출산 진료비."""
    return Benefit(
        code="pregnancy_voucher",
        title={"ko": "임신·출산 진료비 지원", "en": "Voucher for pregnancy and childbirth"},
        summary={
            "ko": "임신과 출산에 드는 진료비를 이용권으로 드립니다.",
            "en": "A voucher for medical costs of pregnancy.",
        },
        agency={"ko": "국민건강보험공단", "en": "National Health Insurance Service"},
        cite=cite("pregnancy_voucher.amount", on),
        conditions=(
            Condition(
                data=("pregnant",),
                holds=lambda facts: facts.pregnant,
                met={"ko": "임신 중입니다.", "en": "You are pregnant."},
                unmet={"ko": "임신 중인 분께 드립니다.", "en": "It is for those who are pregnant."},
                cite=cite("pregnancy_voucher.amount", on),
            ),
        ),
        amount=lambda _facts: law("pregnancy_voucher.amount", on),
        amount_note={"ko": "한 번", "en": "once"},
    )


def electricity(on: date) -> Benefit:
    """출산가구 전기요금 할인."""
    most = law("electricity.most", on)
    return Benefit(
        code="electricity_discount",
        title={"ko": "출산가구 전기요금 할인", "en": "Electricity discount for families with a newborn"},
        summary={
            "ko": f"월 {written(most)}원 한도에서 30%를 할인합니다.",
            "en": f"30 % off, up to {written(most)} won a month.",
        },
        agency={"ko": "한국전력공사", "en": "Korea Electric Power Corporation"},
        cite=cite("electricity.most", on),
        conditions=(
            has_child(
                test=lambda born, today: years_between(born_on=born, on=today) < ELECTRICITY_YEARS,
                met={"ko": "3세 미만의 영아가 있습니다.", "en": "You have a child under three."},
                unmet={"ko": "3세 미만의 영아가 없습니다.", "en": "You have no child under three."},
                article=cite("electricity.most", on),
            ),
        ),
        amount=lambda _facts: most,
        amount_note={"ko": "매월 최대", "en": "each month, at most"},
        service="civil.electricity_discount",
    )


def single_parent(on: date) -> Benefit:
    """한부모가족 아동양육비."""

    def minors(facts: Facts) -> int:
        return sum(years_between(born_on=born, on=facts.on) < ADULT for born in facts.children or ())

    return Benefit(
        code="single_parent_support",
        title={"ko": "한부모가족 아동양육비", "en": "Child-rearing costs for single parents"},
        summary={
            "ko": "혼자 18세 미만 자녀를 키우는 가정에 드립니다.",
            "en": "For those who raise a child under 18 alone.",
        },
        agency={"ko": "성평등가족부", "en": "Ministry of Gender Equality and Family"},
        cite="Single-Parent Family Support Act arts. 5, 12",
        conditions=(
            Condition(
                data=("single_parent",),
                holds=lambda facts: facts.single_parent,
                met={"ko": "혼자 자녀를 키우고 있습니다.", "en": "You raise your child alone."},
                unmet={"ko": "한부모가족이 아닙니다.", "en": "You do not raise a child alone."},
                cite="Single-Parent Family Support Act art. 4",
            ),
            has_child(
                test=lambda born, today: years_between(born_on=born, on=today) < ADULT,
                met={"ko": "18세 미만의 자녀가 있습니다.", "en": "You have a child under 18."},
                unmet={"ko": "18세 미만의 자녀가 없습니다.", "en": "You have no child under 18."},
                article="Single-Parent Family Support Act art. 4",
            ),
            income_within(
                percent_name="single_parent.income_percent", on=on, what={"ko": "한부모가족", "en": "single parents"}
            ),
        ),
        amount=lambda facts: law("single_parent.amount", on) * minors(facts),
        amount_note=MONTHLY,
        service="civil.single_parent_support",
    )


def _minors_last_year(facts: Facts) -> int:
    # Under 18 at the end of the year before the claim (art. 100-28); the finder takes the year before today's.
    end = date(facts.on.year, 1, 1) - timedelta(days=1)
    return sum(born <= end and years_between(born_on=born, on=end) < ADULT for born in facts.children or ())


def _below_yearly_limit(on: date) -> Condition:
    limit = law("child_credit.income_limit", on)
    return Condition(
        data=("monthly_income",),
        holds=lambda facts: facts.monthly_income is not None and facts.monthly_income * 12 < limit,
        met={
            "ko": f"연 소득이 {written(limit)}원보다 적습니다.",
            "en": f"Your yearly income is below {written(limit)} won.",
        },
        unmet={
            "ko": f"연 소득이 {written(limit)}원 이상입니다.",
            "en": f"Your yearly income is {written(limit)} won or more.",
        },
        cite=cite("child_credit.income_limit", on),
    )


def child_credit(on: date) -> Benefit:
    """자녀장려금."""
    had_minors = Condition(
        data=("children",),
        holds=lambda facts: _minors_last_year(facts) > 0,
        met={
            "ko": "지난해 말에 18세 미만인 자녀가 있었습니다.",
            "en": "You had a child under 18 at the end of last year.",
        },
        unmet={
            "ko": "지난해 말에 18세 미만인 자녀가 없었습니다.",
            "en": "You had no child under 18 at the end of last year.",
        },
        cite="Restriction of Special Taxation Act art. 100-28 (1) 1",
    )
    return Benefit(
        code="child_tax_credit",
        title={"ko": "자녀장려금", "en": "Child tax credit"},
        summary={
            "ko": "부부의 연 소득이 적은 가구에 자녀 1명당 드립니다.",
            "en": "For each child of a family on a low yearly income.",
        },
        agency={"ko": "국세청", "en": "National Tax Service"},
        cite="Restriction of Special Taxation Act arts. 100-28, 100-29",
        conditions=(had_minors, _below_yearly_limit(on), assets_within(name="earned_income.asset_limit", on=on)),
        amount=lambda facts: law("child_credit.amount", on) * _minors_last_year(facts),
        amount_note={"ko": "매년 최대", "en": "each year, at most"},
        service="civil.child_tax_credit",
    )


CHILDREN = (
    parental,
    child_allowance,
    first_meeting,
    home_care,
    pregnancy_voucher,
    electricity,
    single_parent,
    child_credit,
)
