"""Who a session is, read at each request: one query for the session, its account and duties, one for a mandate."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty
from madang.framework.identity.mode import demo_is_on
from madang.framework.identity.models import Account, DutyAssignment, Mandate, Session
from madang.framework.values import Party, Refusal


def local_day(now: datetime) -> date:
    """The day that `now` falls on in the country's time zone."""
    return timezone.localdate(now)


def idle_limit() -> timedelta:
    """How long a session may rest before it ends."""
    return timedelta(seconds=getattr(settings, "MADANG_SESSION_IDLE_SECONDS", 1800))


def age_limit() -> timedelta:
    """How old a session may grow."""
    return timedelta(seconds=getattr(settings, "MADANG_SESSION_AGE_SECONDS", 12 * 3600))


def held_on(day: date) -> Q:
    """Duties held on `day`."""
    return Q(assigned_from__lte=day) & (Q(assigned_until=None) | Q(assigned_until__gt=day))


def valid_on(day: date) -> Q:
    """Mandates that may be used on `day`."""
    return Q(accepted_at__isnull=False, declined_at=None, revoked_at=None, valid_from__lte=day, valid_until__gt=day)


def usable(prefix: str = "") -> Q:
    """Accounts that may sign in: open, and the demo's invented ones only in a demo, also in a database taken from one."""
    still_open = Q(**{f"{prefix}closed_at": None})
    return still_open if demo_is_on() else still_open & Q(**{f"{prefix}demo": False})


@dataclass(frozen=True, slots=True)
class Presence:
    """A live session and who acts in it."""

    session: Session
    actor: Actor


def _duties(rows: list[dict[str, Any]], language: str) -> tuple[Duty, ...]:
    native = (language or get_language() or "ko").startswith("ko")
    return tuple(
        Duty(row["office"], row["name"] if native or not row["name_en"] else row["name_en"], row["duty"])
        for row in rows
    )


# Every page asks this first: as a statement of our own it takes a fifth of what the ORM needs to write it.
_PRESENCE = """
    SELECT session.id, session.assurance, session.last_seen_at,
           account.id, account.login, account.name, account.name_en, account.person, account.language,
           (SELECT coalesce(json_agg(json_build_object(
                       'office', office.code, 'name', office.name, 'name_en', office.name_en, 'duty', held.duty)
                       ORDER BY held.id), '[]'::json)
            FROM identity_dutyassignment held JOIN identity_office office ON office.code = held.office_id
            WHERE held.account_id = account.id AND held.assigned_from <= %(day)s
                AND (held.assigned_until IS NULL OR held.assigned_until > %(day)s))
    FROM identity_session session JOIN identity_account account ON account.id = session.account_id
    WHERE session.id = %(session)s AND session.ended_at IS NULL
        AND session.last_seen_at > %(seen_after)s AND session.signed_in_at > %(signed_in_after)s
        AND account.closed_at IS NULL AND (%(demo)s OR NOT account.demo)
"""


def presence(*, session_id: int, now: datetime) -> Presence | None:
    """The live session `session_id` and its actor; None where it ended, idled out, grew too old, or its account closed."""
    asked: dict[str, int | date | datetime | bool] = {
        "session": session_id,
        "day": local_day(now),
        "seen_after": now - idle_limit(),
        "signed_in_after": now - age_limit(),
        "demo": demo_is_on(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PRESENCE, asked)
        row = cursor.fetchone()
    if row is None:
        return None
    number, assurance, last_seen_at, account_id, login, name, name_en, person, language, held = row
    account = Account(id=account_id, login=login, name=name, name_en=name_en, person=person, language=language)
    session = Session(id=number, account=account, assurance=assurance, last_seen_at=last_seen_at)
    return Presence(session, _actor(account=account, duties=_duties(held, language), session=session))


def _actor(*, account: Account, duties: tuple[Duty, ...], session: Session | None) -> Actor:
    return Actor(
        kind=ActorKind.OFFICIAL if duties else ActorKind.RESIDENT,
        account_id=account.pk,
        name=account.name,
        person=account.person,
        duties=duties,
        assurance=session.assurance if session else 0,
        language=account.language,
        login=account.login,
        session_id=session.pk if session else None,
        name_latin=account.name_en,
    )


def actor_of(*, account: Account, now: datetime) -> Actor:
    """The actor that `account` is on this day outside any session: for jobs, demo loaders and tests."""
    held = DutyAssignment.objects.filter(held_on(local_day(now)), account=account).order_by("id")
    rows = held.values(name=F("office__name"), name_en=F("office__name_en"), code=F("office_id"), held=F("duty"))
    duties = _duties([{**row, "office": row["code"], "duty": row["held"]} for row in rows], account.language)
    return _actor(account=account, duties=duties, session=None)


class NotSignedIn(Refusal):
    """Nobody is signed in."""

    code = "identity.not_signed_in"
    says = _("Please sign in first.")
    status = 401


def own_account(actor: Actor) -> int:
    """The key of the account that acts. Raises NotSignedIn."""
    if actor.account_id is None:
        raise NotSignedIn
    return actor.account_id


def usable_mandate(*, key: str, holder: Party | None, now: datetime) -> Mandate | None:
    """The mandate `key` if `holder` may use it today."""
    if holder is None:
        return None
    latin = Account.objects.filter(person=OuterRef("grantor_key")).values("name_en")[:1]
    mandates = Mandate.objects.annotate(grantor_latin=Subquery(latin))
    held = {"holder_kind": holder.kind, "holder_key": holder.key}
    return mandates.filter(valid_on(local_day(now)), key=key, **held).first()


def acting(*, actor: Actor, mandate: Mandate) -> Actor:
    """`actor` while acting under `mandate`: the duties stay behind."""
    latin = getattr(mandate, "grantor_latin", "") or ""
    scope = tuple(mandate.scope)
    behalf = ActingFor(mandate.grantor, mandate.key, scope, mandate.grantor_name, mandate.last_day, latin)
    return replace(actor, kind=ActorKind.RESIDENT, duties=(), acting_for=behalf)
