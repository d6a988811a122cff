"""The demonstration's offices, accounts and mandates, from the country pack. Safe to load again."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from madang.framework.identity.access import is_duty
from madang.framework.identity.actor import system_actor
from madang.framework.identity.mode import demo_is_on
from madang.framework.identity.models import Account, DutyAssignment, Mandate, Office
from madang.framework.identity.usecases.answer_mandate import accept_mandate
from madang.framework.identity.usecases.assign_duty import assign_duty, open_office
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.identity.usecases.grant_mandate import grant_mandate
from madang.framework.identity.who import actor_of, held_on, local_day
from madang.framework.law import load_pack
from madang.framework.values import Party, Progress

_LOADER = system_actor("identity.demo")
_SINCE = date(2026, 1, 2)


def demo_accounts(*, now: datetime) -> list[tuple[Account, list[str]]]:
    """The demo's accounts with the duties they hold today; residents first, each in the pack's order."""
    accounts = list(Account.objects.filter(demo=True, closed_at=None).order_by("pk"))
    held: dict[int, list[str]] = {}
    current = DutyAssignment.objects.filter(held_on(local_day(now)), account__in=accounts).order_by("pk")
    for account_id, duty in current.values_list("account_id", "duty"):
        held.setdefault(account_id, []).append(duty)
    pairs = [(account, held.get(account.pk, [])) for account in accounts]
    return sorted(pairs, key=lambda pair: bool(pair[1]))


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> None:
    """Load offices, accounts and mandates of `countries/<country>/{offices,demo}.yaml`. Changes nothing it finds done.

    `population` is how many residents the whole demo has; the named ones here are always the same.
    """
    if not demo_is_on():
        raise ImproperlyConfigured("The demonstration's accounts are loaded only where MADANG_DEMO is on.")
    pack = load_pack(country)
    offices = pack.data("offices") or []
    people: Mapping[str, Any] = pack.data("demo") or {}
    progress(f"offices: {_load_offices(offices, now)} of {len(offices)} new")
    password = str(people.get("password", ""))
    residents = [one for one in people.get("residents", ()) if one.get("account")]
    made = sum(_load_resident(one, pack.name_order, password, now) for one in residents)
    made += sum(_load_official(one, password, now) for one in people.get("officials", ()))
    progress(f"accounts: {made} new")
    persons = {one["login"]: one["person"] for one in people.get("residents", ())}
    progress(f"mandates: {sum(_load_mandate(one, persons, now) for one in people.get('mandates', ()))} new")


def _load_offices(offices: list[Mapping[str, Any]], now: datetime) -> int:
    known = set(Office.objects.values_list("code", flat=True))
    made = 0
    for one in offices:
        code = str(one["code"])
        if code in known:
            continue
        open_office(
            code=code,
            name=one["name"],
            name_en=one.get("name_en", ""),
            agency=one.get("agency", ""),
            region=str(one.get("region", "")),
            parent=str(one.get("parent", "")),
            actor=_LOADER,
            now=now,
        )
        made += 1
    return made


def full_name(*, family: str, given: str, order: str) -> str:
    """A name as its country writes it: `order` as in the pack; Hangul and Han without a space."""
    if order != "family_first":
        return f"{given} {family}"
    joined = any("가" <= symbol <= "힣" or "一" <= symbol <= "鿿" for symbol in family)
    return f"{family}{given}" if joined else f"{family} {given}"


def _load_resident(one: Mapping[str, Any], order: str, password: str, now: datetime) -> int:
    family, given = one["family"], one["given"]
    native = full_name(family=family["native"], given=given["native"], order=order)
    latin = full_name(family=family["latin"], given=given["latin"], order=order)
    return _load_account(one, native, latin, dict(one.get("role") or {}), password, now)


def _load_account(
    one: Mapping[str, Any], name: str, name_en: str, role: dict[str, str], password: str, now: datetime
) -> int:
    if Account.objects.filter(login=one["login"]).exists():
        return 0
    create_account(
        login=one["login"],
        name=name,
        name_en=name_en,
        role=role,
        password=password,
        person=one.get("person"),
        demo=True,
        actor=_LOADER,
        now=now,
    )
    return 1


def _load_official(one: Mapping[str, Any], password: str, now: datetime) -> int:
    made = _load_account(one, one["name"], one.get("name_latin", ""), dict(one.get("title") or {}), password, now)
    account = Account.objects.get(login=one["login"])
    for duty in one.get("duties", ()):
        # A deployment that runs few systems knows few duties; the others are another member's.
        held = DutyAssignment.objects.filter(account=account, office_id=duty["office"], duty=duty["duty"])
        if is_duty(duty["duty"]) and not held.exists():
            office = Office.objects.get(code=duty["office"])
            assign_duty(account=account, office=office, duty=duty["duty"], assigned_from=_SINCE, actor=_LOADER, now=now)
    return made


def _load_mandate(one: Mapping[str, Any], persons: Mapping[str, str], now: datetime) -> int:
    grantor, holder = Party.person(persons[one["grantor"]]), Party.person(persons[one["holder"]])
    if Mandate.objects.filter(grantor_key=grantor.key, holder_key=holder.key).exists():
        return 0
    start = one["from"]
    until = max(start + timedelta(days=one["days"]), local_day(now) + timedelta(days=365))
    mandate = grant_mandate(
        grantor=grantor,
        holder=holder,
        scope=one["scope"],
        valid_from=start,
        valid_until=until,
        actor=actor_of(account=Account.objects.get(login=one["grantor"]), now=now),
        now=now,
    )
    accept_mandate(key=mandate.key, actor=actor_of(account=Account.objects.get(login=one["holder"]), now=now), now=now)
    return 1
