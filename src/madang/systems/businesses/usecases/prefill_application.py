"""What the register knows already for an application."""

from madang.contracts.businesses_v1 import BusinessStatus
from madang.contracts.services_v1 import Choice, KnownAnswer, Prefill
from madang.framework.values import Party, PartyKind
from madang.systems.businesses.domain.numbers import WRITE_NUMBER
from madang.systems.businesses.models import Business, Representative
from madang.systems.businesses.usecases.find_business import businesses_of

# The statuses in which a business can be the subject of each service; none named: all.
FITTING = {
    "businesses.change": (BusinessStatus.ACTIVE, BusinessStatus.SUSPENDED),
    "businesses.suspension": (BusinessStatus.ACTIVE,),
    "businesses.resumption": (BusinessStatus.SUSPENDED,),
    "businesses.closure": (BusinessStatus.ACTIVE, BusinessStatus.SUSPENDED),
    "businesses.registration_certificate": (BusinessStatus.ACTIVE, BusinessStatus.SUSPENDED),
    "businesses.suspension_certificate": (BusinessStatus.SUSPENDED,),
    "businesses.closure_certificate": (BusinessStatus.CLOSED,),
}
SOURCE = {"en": "Business register", "ko": "사업자 등록부"}
NONE_FITS = {
    BusinessStatus.ACTIVE: {
        "en": "You represent no trading business. Register one first, or act for the business you hold a mandate of.",
        "ko": "대표자로 등록된 영업 중인 사업자가 없습니다. 먼저 사업자등록을 하거나 위임받은 사업자를 선택해 주십시오.",
    },
    BusinessStatus.SUSPENDED: {
        "en": "None of your businesses pauses at present.",
        "ko": "현재 휴업 중인 사업자가 없습니다.",
    },
    BusinessStatus.CLOSED: {"en": "None of your businesses is closed.", "ko": "폐업한 사업자가 없습니다."},
}


def fitting(*, service: str, party: Party) -> list[Business]:
    """The party's businesses that the service can be about."""
    statuses = FITTING.get(service, tuple(BusinessStatus))
    found = [business for business in businesses_of(party=party) if business.status in statuses]
    if party.kind is PartyKind.BUSINESS:
        return found
    held = set(
        Representative.objects.filter(business__in=found, person=party.key, until_on=None).values_list(
            "business_id", flat=True
        )
    )
    return [business for business in found if business.pk in held]


def prefill_application(*, service: str, party: Party) -> Prefill:
    """The businesses to choose from; why not, where there is none."""
    if service not in FITTING:
        return Prefill()
    found = fitting(service=service, party=party)
    if not found:
        return Prefill(refused_because=NONE_FITS[FITTING[service][0]])
    choices = tuple(
        Choice(value=each.number, label={"en": _shown(each, latin=True), "ko": _shown(each)}) for each in found
    )
    known = KnownAnswer(field="business", value=found[0].number, shown=_shown(found[0]), source=SOURCE, choices=choices)
    return Prefill(answers=(known,))


def _shown(business: Business, *, latin: bool = False) -> str:
    name = business.latin_name if latin and business.latin_name else business.name
    return f"{name} ({WRITE_NUMBER.filled(number=business.number)})"
