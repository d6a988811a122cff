"""What is asked of an applicant for each matter and certificate."""

from collections.abc import Iterable

from madang.contracts.services_v1 import Choice, FieldKind, FormField
from madang.systems.businesses.domain.sectors import Sector

NAME = FormField(
    name="name",
    label={"en": "Trade name", "ko": "상호"},
    help={"en": "As it will stand on your sign and invoices.", "ko": "간판과 세금계산서에 쓸 이름을 적어 주십시오."},
    step="business",
    max_length=100,
)
FORM = FormField(
    name="form",
    label={"en": "Who carries the business", "ko": "사업자 구분"},
    kind=FieldKind.CHOICE,
    step="business",
    choices=(
        Choice(value="sole_trader", label={"en": "Myself, as a sole trader", "ko": "개인사업자"}),
        Choice(value="corporation", label={"en": "A corporation that I represent", "ko": "법인사업자(대표자)"}),
    ),
)
CORPORATE_NUMBER = FormField(
    name="corporate_number",
    label={"en": "Number in the register of corporations", "ko": "법인등록번호"},
    step="business",
    shown_when="form=corporation",
    max_length=20,
)
OPENED_ON = FormField(
    name="opened_on",
    label={"en": "Day on which business begins", "ko": "개업일"},
    kind=FieldKind.DATE,
    step="place",
)
ADDRESS = FormField(
    name="address", label={"en": "Place of business", "ko": "사업장 소재지"}, kind=FieldKind.ADDRESS, step="place"
)
LEASE = FormField(
    name="lease",
    label={"en": "Lease, if the place is rented", "ko": "임대차계약서(임차한 경우)"},
    kind=FieldKind.FILE,
    step="place",
    required=False,
)
BUSINESS = FormField(
    name="business", label={"en": "Which business", "ko": "사업자 선택"}, kind=FieldKind.BUSINESS, step="business"
)


def _sector(sectors: Iterable[Sector], *, required: bool) -> FormField:
    return FormField(
        name="sector",
        label={"en": "Sector", "ko": "업종"},
        kind=FieldKind.CHOICE,
        step="business",
        required=required,
        choices=tuple(Choice(value=sector.code, label=_titles(sector)) for sector in sectors),
    )


def _titles(sector: Sector) -> dict[str, str]:
    return {language: f"{sector.code} {title}" for language, title in sector.titles.items()}


def _optional(field: FormField, label: dict[str, str]) -> FormField:
    return FormField(
        name=field.name, label=label, kind=field.kind, step="changes", required=False, max_length=field.max_length
    )


def registration(*, sectors: Iterable[Sector]) -> tuple[FormField, ...]:
    """To register a business."""
    return (NAME, FORM, CORPORATE_NUMBER, _sector(sectors, required=True), OPENED_ON, ADDRESS, LEASE)


def change(*, sectors: Iterable[Sector]) -> tuple[FormField, ...]:
    """To change an entry; what is left empty stays."""
    sector = _sector(sectors, required=False)
    return (
        BUSINESS,
        _optional(NAME, {"en": "New trade name", "ko": "바꿀 상호"}),
        FormField(
            name="sector",
            label={"en": "New sector", "ko": "바꿀 업종"},
            kind=FieldKind.CHOICE,
            step="changes",
            required=False,
            choices=sector.choices,
        ),
        _optional(ADDRESS, {"en": "New place of business", "ko": "바꿀 사업장 소재지"}),
    )


def suspension() -> tuple[FormField, ...]:
    """To pause."""
    return (
        BUSINESS,
        FormField(name="from_on", label={"en": "Pauses from", "ko": "휴업 시작일"}, kind=FieldKind.DATE, step="days"),
        FormField(
            name="until_on",
            label={"en": "Trades again on", "ko": "재개업 예정일"},
            kind=FieldKind.DATE,
            step="days",
            required=False,
        ),
        _reason(),
    )


def resumption() -> tuple[FormField, ...]:
    """To trade again."""
    day = FormField(
        name="resumed_on", label={"en": "Trades again from", "ko": "재개업일"}, kind=FieldKind.DATE, step="days"
    )
    return (BUSINESS, day)


def closure() -> tuple[FormField, ...]:
    """To close."""
    day = FormField(
        name="closed_on", label={"en": "Last day of business", "ko": "폐업일"}, kind=FieldKind.DATE, step="days"
    )
    return (BUSINESS, day, _reason())


def _reason() -> FormField:
    reasons = (
        ("losses", "Business went badly", "사업 부진"),
        ("transfer", "Handed over to someone else", "양도"),
        ("incorporation", "Became a corporation", "법인 전환"),
        ("health", "Illness or age", "질병 또는 고령"),
        ("other", "Other", "기타"),
    )
    return FormField(
        name="reason",
        label={"en": "Reason", "ko": "사유"},
        kind=FieldKind.CHOICE,
        step="days",
        choices=tuple(Choice(value=value, label={"en": en, "ko": ko}) for value, en, ko in reasons),
    )


def one_business() -> tuple[FormField, ...]:
    """Certificates of one business."""
    return (BUSINESS,)
