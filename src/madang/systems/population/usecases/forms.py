"""What is asked for each service. The law around it (fee, days, statute) stands in the pack."""

from madang.contracts.services_v1 import Choice, FieldKind, FormField

ABOUT = FormField(
    name="about",
    step="options",
    kind=FieldKind.PERSON,
    required=False,
    label={"en": "About whom?", "ko": "발급 대상자"},
    help={"en": "Leave it as it is for yourself.", "ko": "본인 것을 발급할 때에는 그대로 두십시오."},
)


def _yes_no(name: str, en: str, ko: str, *, default: str = "no") -> FormField:
    return FormField(
        name=name,
        step="options",
        kind=FieldKind.YES_NO,
        required=False,
        default=default,
        label={"en": en, "ko": ko},
    )


NUMBER_TAIL = _yes_no("number_tail", "Show whole resident numbers", "주민등록번호 뒷자리 표시")
FORMER = FormField(
    name="former_addresses",
    step="options",
    kind=FieldKind.CHOICE,
    required=False,
    default="none",
    label={"en": "Former addresses", "ko": "과거의 주소 변동 사항"},
    choices=(
        Choice(value="none", label={"en": "None", "ko": "미포함"}),
        Choice(value="five_years", label={"en": "Of the last five years", "ko": "최근 5년 포함"}),
        Choice(value="all", label={"en": "All", "ko": "전체 포함"}),
    ),
)
FORM = FormField(
    name="form",
    step="options",
    kind=FieldKind.CHOICE,
    required=False,
    default="general",
    label={"en": "Form", "ko": "증명서 종류"},
    help={
        "en": "General shows what holds now; detailed shows past matters as well.",
        "ko": "일반증명서는 현재의 사항을, 상세증명서는 과거의 사항까지 모두 보여 줍니다.",
    },
    choices=(
        Choice(value="general", label={"en": "General", "ko": "일반"}),
        Choice(value="detailed", label={"en": "Detailed", "ko": "상세"}),
    ),
)

ABSTRACT = (
    ABOUT,
    FORMER,
    NUMBER_TAIL,
    _yes_no("name_changes", "Show changes of name", "개인 인적 사항 변경 내용 표시"),
    _yes_no("heads", "Show heads of household of each address", "과거 주소의 세대주와 관계 표시"),
    _yes_no("reasons", "Show why each address changed", "변동 사유 표시", default="yes"),
)
COPY = (
    ABOUT,
    FORMER,
    NUMBER_TAIL,
    _yes_no("other_members", "Show the other members", "다른 세대원 표시", default="yes"),
    _yes_no("relations", "Show relations to the head", "세대주와의 관계 표시", default="yes"),
    _yes_no("dates", "Show dates and reasons", "변동일과 변동 사유 표시", default="yes"),
)
HISTORY = (ABOUT, NUMBER_TAIL)
FAMILY = (ABOUT, FORM, NUMBER_TAIL)


def _text(name: str, en: str, ko: str, *, step: str, required: bool = True, most: int = 100) -> FormField:
    return FormField(name=name, step=step, required=required, max_length=most, label={"en": en, "ko": ko})


def _date(name: str, en: str, ko: str, *, step: str) -> FormField:
    return FormField(name=name, step=step, kind=FieldKind.DATE, label={"en": en, "ko": ko})


def _file(name: str, en: str, ko: str, *, step: str = "documents", required: bool = True) -> FormField:
    return FormField(name=name, step=step, kind=FieldKind.FILE, required=required, label={"en": en, "ko": ko})


def _person(name: str, en: str, ko: str, *, step: str, required: bool = True) -> FormField:
    return FormField(name=name, step=step, kind=FieldKind.PERSON, required=required, label={"en": en, "ko": ko})


HANJA = _text("hanja_name", "Name in Hanja", "한자 이름", step="name", required=False, most=20)
LATIN = _text("latin_name", "Name in Latin letters", "로마자 이름", step="name", required=False)

MOVE_IN = (
    FormField(name="address", step="where", kind=FieldKind.ADDRESS, label={"en": "New address", "ko": "새 주소"}),
    _text("postcode", "Postcode", "우편번호", step="where", required=False, most=10),
    _date("moved_on", "Day of the move", "전입일", step="where"),
    FormField(
        name="movers", step="who", kind=FieldKind.CHOICES, max_length=2000, label={"en": "Who moves?", "ko": "전입자"}
    ),
    FormField(
        name="head",
        step="who",
        kind=FieldKind.PERSON,
        required=False,
        label={"en": "Head of the household at the new address", "ko": "전입지 세대주"},
        help={
            "en": "Left open, the present head stays head, or else the eldest adult who moves.",
            "ko": "선택하지 않으면 현재 세대주가, 세대주가 전입하지 않으면 가장 나이 많은 성년자가 세대주가 됩니다.",
        },
    ),
)
BIRTH = (
    _text("family_name", "Family name", "성", step="name", most=40),
    _text("given_name", "Given name", "이름", step="name", most=40),
    HANJA,
    LATIN,
    _date("born_on", "Day of birth", "출생일", step="child"),
    FormField(
        name="sex",
        step="child",
        kind=FieldKind.CHOICE,
        label={"en": "Sex", "ko": "성별"},
        choices=(
            Choice(value="female", label={"en": "Female", "ko": "여"}),
            Choice(value="male", label={"en": "Male", "ko": "남"}),
        ),
    ),
    _person("other_parent", "Other parent", "다른 부모", step="child", required=False),
    _file("certificate", "Certificate of birth", "출생증명서"),
)
DEATH = (
    _person("person", "Who died?", "사망자", step="who"),
    _date("died_on", "Day of death", "사망일", step="who"),
    _text("place", "Place of death", "사망 장소", step="who", required=False, most=200),
    _file("certificate", "Certificate of death", "사망진단서 또는 시체검안서"),
)
MARRIAGE = (
    _text("spouse_name", "Name of the spouse", "배우자 성명", step="spouse"),
    _text("spouse_number", "Resident number of the spouse", "배우자 주민등록번호", step="spouse", most=20),
    _text("witnesses", "Names of two adult witnesses", "성년 증인 2명의 성명", step="spouse", most=200),
    _file("report", "Report signed by both and the witnesses", "당사자와 증인이 서명한 혼인신고서"),
)
DECISION = (
    _text("court", "Court", "법원", step="decision"),
    _text("decision_number", "Number of the decision", "사건번호", step="decision", most=60),
    _date("decided_on", "Day of the decision", "결정일 또는 확정일", step="decision"),
)
DIVORCE = (
    FormField(
        name="sort",
        step="decision",
        kind=FieldKind.CHOICE,
        label={"en": "Sort of divorce", "ko": "이혼 종류"},
        choices=(
            Choice(value="agreement", label={"en": "By agreement", "ko": "협의이혼"}),
            Choice(value="judgment", label={"en": "By judgment", "ko": "재판이혼"}),
        ),
    ),
    *DECISION,
    _file("decision", "The court's confirmation or judgment", "협의이혼의사확인서 또는 판결 등본"),
)
NAME = (
    _text("family_name", "Family name (stays as it is)", "성(변경되지 않습니다)", step="name", required=False, most=40),
    _text("given_name", "New given name", "새 이름", step="name", most=40),
    HANJA,
    LATIN,
    *DECISION,
    _file("decision", "The court's permission", "허가 결정 등본"),
)
