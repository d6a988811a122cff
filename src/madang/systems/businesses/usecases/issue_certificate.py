"""Issue a certificate of the business register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override, pgettext

from madang.contracts.businesses_v1 import BusinessForm, BusinessStatus
from madang.framework.audit.purposes import declare
from madang.framework.documents import Document, issue
from madang.framework.documents.wording import long_date
from madang.framework.identity.actor import Actor
from madang.framework.values import Party, PartyKind
from madang.systems.businesses.domain.numbers import WRITE_NUMBER
from madang.systems.businesses.models import Business, Establishment, Representative, StatusChange
from madang.systems.businesses.usecases.ask_names import person_of
from madang.systems.businesses.usecases.find_business import businesses_of, represents
from madang.systems.businesses.usecases.prefill_application import FITTING
from madang.systems.businesses.usecases.refusals import NoSuchBusiness, NothingToCertify
from madang.systems.businesses.usecases.sectors import sectors

PURPOSE = declare(gettext_noop("Issuing a certificate of the business register"))
OF_PERSON = "businesses.facts_certificate"
CARD = "businesses.registration_card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which certificate, about whom, in which language, for which application."""

    kind: str
    party: Party
    number: str
    language: str
    application: str = ""
    idempotency_key: str = ""
    case: str = ""


def issue_certificate(*, wanted: Wanted, actor: Actor, now: datetime) -> Document:
    """The sealed document. Asks the resident register who the representatives are.

    Raises NoSuchBusiness, NothingToCertify, and what the exchange and the documents room refuse.
    """
    with override(wanted.language):
        if wanted.kind == OF_PERSON:
            content, facts, holder = _of_person(wanted)
        else:
            content, facts, holder = _of_business(wanted)
    return issue(
        kind=wanted.kind,
        party=wanted.party,
        content=content,
        facts=facts,
        language=wanted.language,
        actor=actor,
        now=now,
        case=wanted.case,
        idempotency_key=wanted.idempotency_key,
        holder=holder,
    )


Drawn = tuple[dict[str, object], dict[str, str], str]


def _of_business(wanted: Wanted) -> Drawn:
    business = _business(wanted)
    allowed = FITTING.get(wanted.kind, tuple(BusinessStatus))
    if business.status not in allowed:
        raise NothingToCertify(why=_("The business is {status}.").format(status=status_title(business.status)))
    people = _people(business, wanted)
    rows = [*_identity(business, people, wanted.language), *_status_rows(business, wanted)]
    facts = {
        _("Registration number"): WRITE_NUMBER.filled(number=business.number),
        _("Trade name"): business.name,
        _("Representative"): ", ".join(name for name, _born in people),
        _("Status"): status_title(business.status),
        pgettext("business", "Opened on"): business.opened_on.isoformat(),
    }
    if business.closed_on:
        facts[pgettext("business", "Closed on")] = business.closed_on.isoformat()
    return {"rows": rows, "office": business.office_code}, facts, business.name


def _business(wanted: Wanted) -> Business:
    number = wanted.party.key if wanted.party.kind is PartyKind.BUSINESS else wanted.number
    business = Business.objects.filter(number=number).first()
    if business is None or not represents(party=wanted.party, business=business):
        raise NoSuchBusiness
    return business


def _people(business: Business, wanted: Wanted) -> list[tuple[str, date | None]]:
    found = Representative.objects.filter(business=business, until_on=None).order_by("id")
    case = wanted.application or wanted.case
    answers = [person_of(person=one.person, purpose=PURPOSE, case=case, language=wanted.language) for one in found]
    latin = not wanted.language.startswith("ko")
    return [((latin and one.latin_name) or one.name or "", one.birth_on) for one in answers]


def _identity(business: Business, people: list[tuple[str, date | None]], language: str) -> list[list[str]]:
    head = Establishment.objects.get(business=business, serial=0)
    sector = sectors().title(code=business.sector, language=language)
    rows = [
        [_("Registration number"), WRITE_NUMBER.filled(number=business.number)],
        [_("Trade name"), business.name],
        [pgettext("business", "Form"), form_title(business.form)],
        *([[_("Corporation's number"), business.corporate_number]] if business.corporate_number else []),
        [_("Representative"), ", ".join(name for name, _born in people)],
    ]
    if business.form == BusinessForm.SOLE_TRADER and people and people[0][1]:
        rows.append([_("Date of birth"), long_date(day=people[0][1], language=language)])
    return [
        *rows,
        [_("Place of business"), head.address],
        [_("Sector"), f"{sector} ({business.sector})"],
        [pgettext("business", "Opened on"), long_date(day=business.opened_on, language=language)],
        [_("Registered on"), long_date(day=business.registered_on, language=language)],
    ]


def _status_rows(business: Business, wanted: Wanted) -> list[list[str]]:
    last = StatusChange.objects.filter(business=business).order_by("-id").first()
    if business.status == BusinessStatus.CLOSED and business.closed_on:
        return [[pgettext("business", "Closed on"), long_date(day=business.closed_on, language=wanted.language)]]
    if business.status == BusinessStatus.SUSPENDED and last:
        until = long_date(day=last.until, language=wanted.language) if last.until else _("for the time being")
        return [[_("Pauses since"), long_date(day=last.since, language=wanted.language)], [_("Pauses until"), until]]
    return [[_("Status"), status_title(business.status)]]


def _of_person(wanted: Wanted) -> Drawn:
    """Every business that the person represents or has represented, or that there is none."""
    case = wanted.application or wanted.case
    person = person_of(person=wanted.party.key, purpose=PURPOSE, case=case, language=wanted.language)
    latin = not wanted.language.startswith("ko")
    name = (latin and person.latin_name) or person.name or ""
    held = businesses_of(party=wanted.party)
    rows = [[_("Name"), name]]
    if person.birth_on:
        rows.append([_("Date of birth"), long_date(day=person.birth_on, language=wanted.language)])
    content: dict[str, object] = {
        "rows": rows,
        "head": [_("Registration number"), _("Trade name"), pgettext("business", "Opened on"), _("Status")],
        "records": [
            [
                WRITE_NUMBER.filled(number=each.number),
                each.name,
                each.opened_on.isoformat(),
                status_title(each.status) + (f" {each.closed_on.isoformat()}" if each.closed_on else ""),
            ]
            for each in held
        ],
        "none": _("No business is or was registered in this name."),
    }
    facts: Mapping[str, str] = {_("Name"): name, _("Businesses"): str(len(held))}
    return content, dict(facts), name


def status_title(status: str) -> str:
    """The status in the active language."""
    titles = {
        BusinessStatus.ACTIVE: pgettext("business", "trading"),
        BusinessStatus.SUSPENDED: pgettext("business", "paused"),
        BusinessStatus.CLOSED: pgettext("business", "closed"),
    }
    return titles[BusinessStatus(status)]


def form_title(form: str) -> str:
    """The form in the active language."""
    titles = {BusinessForm.SOLE_TRADER: _("Sole trader"), BusinessForm.CORPORATION: _("Corporation")}
    return titles[BusinessForm(form)]
