"""Browsers without a window (Django's test client) in which somebody is signed in, as the sign-in page does it."""

from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from madang.framework.identity.actor import Assurance, system_actor
from madang.framework.identity.middleware import MANDATE, SESSION
from madang.framework.identity.models import Account, DutyAssignment, Mandate, Office
from madang.framework.identity.usecases.grant_mandate import grant_mandate
from madang.framework.identity.usecases.open_session import Visitor, open_session
from madang.framework.values import Party, clock

HOME = Visitor(address="127.0.0.1", label="test")


def signed_in(
    account: Account,
    *,
    mandate: str = "",
    language: str = "en",
    method: str = "password",
    assurance: int = Assurance.LOW,
    now: datetime | None = None,
) -> Client:
    """A browser of the account, which acts under the mandate with that key where one is named."""
    client = Client(headers={"accept-language": language})
    opened = open_session(account=account, visitor=HOME, method=method, assurance=assurance, now=now or clock.now())
    store = client.session
    store[SESSION] = opened.session.pk
    if mandate:
        store[MANDATE] = mandate
    store.save()
    return client


def give_duty(account: Account, duty: str, *, office: str = "1741000") -> None:
    """The account holds the duty since the day before yesterday, at an office that is made where it is not there."""
    place, _made = Office.objects.get_or_create(code=office, defaults={"name": office, "name_en": office})
    since = timezone.localdate(clock.now()) - timedelta(days=2)
    DutyAssignment.objects.create(account=account, office=place, duty=duty, assigned_from=since)


def new_account(login: str, *, person: str | None = None, name: str = "") -> Account:
    """An account without a password."""
    return Account.objects.create(
        login=login, name=name or login.title(), person=person, created_at=clock.now(), language="en"
    )


def company_mandate(number: str, *, person: str, scope: tuple[str, ...] = ("*",), now: datetime) -> str:
    """The key of the mandate by which a person represents a business, valid since yesterday."""
    made = grant_mandate(
        grantor=Party.business(number),
        holder=Party.person(person),
        scope=list(scope),
        valid_from=now.date() - timedelta(days=1),
        valid_until=now.date() + timedelta(days=300),
        grantor_name="도현상회",
        kind="company_representative",
        evidence="test",
        actor=system_actor("test"),
        now=now,
    )
    return str(made.key)


def standing_mandate(number: str, *, person: str, scope: tuple[str, ...], now: datetime) -> str:
    """The key of such a mandate that was given already, else of a new one: for tests that act many times."""
    given = Mandate.objects.filter(grantor_key=number, holder_key=person, scope=list(scope))
    known = given.filter(valid_from__lte=now.date(), valid_until__gte=now.date()).first()
    return str(known.key) if known else company_mandate(number, person=person, scope=scope, now=now)
