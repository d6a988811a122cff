"""What a mobile ID states of its holder, and how long."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Any

from madang.systems.mobile_id.domain.ages import RESTRICTED_GOODS_FROM, age_facts, next_change


class Standing(IntEnum):
    """The state of a credential: the status types of the Token Status List specification, section 7.1."""

    VALID = 0
    REVOKED = 1
    SUSPENDED = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """What the register answered, as far as a credential states it. Held in memory while one is made, and no longer."""

    name: str
    latin_name: str
    born_on: date
    sex: str
    nationality: str
    address: str
    district: str


# How well a wallet guards its key, as its provider attests it (OpenID4VCI 1.0, appendix D.2; ISO/IEC 18045).
GUARDED = "iso_18045_high"


def sign_in_level(*, key_storage: str) -> int:
    """The level at which a mobile ID signs in; its holder was proofed at level high whenever it was issued.

    High takes a key in tamper-resistant storage, unlocked by its holder (eIDAS Implementing Regulation 2015/1502, annex
    2.2.1 and 2.3.1); a key of which nobody says so gives substantial.
    """
    return 3 if key_storage == GUARDED else 2


# What each claim is disclosed as: alone. A path of two names a member of a group, each by itself.
GROUP = "age_equal_or_over"


def claims_of(*, holder: Holder, thresholds: tuple[int, ...], on: date) -> dict[str, Any]:
    """Every claim, each of which the holder discloses or not by itself. The group's members, too."""
    return {
        "name": holder.name,
        "name_latin": holder.latin_name,
        "birthdate": holder.born_on.isoformat(),
        "sex": holder.sex,
        "nationality": holder.nationality,
        "address": holder.address,
        "residence_district": holder.district,
        "may_buy_restricted_goods": on >= RESTRICTED_GOODS_FROM.filled(born_on=holder.born_on),
        GROUP: age_facts(born_on=holder.born_on, thresholds=thresholds, on=on),
    }


def ends_at(*, born_on: date, thresholds: tuple[int, ...], now: datetime, on: date, days: int) -> datetime:
    """When the credential ends: after the days that law allows, or before a stated age becomes another.

    A credential that says "not yet 19" must not outlive the birthday: the wallet then asks for a fresh one.
    """
    change = next_change(born_on=born_on, thresholds=thresholds, after=on)
    whole = now + timedelta(days=days)
    if change is None:
        return whole
    midnight = datetime(change.year, change.month, change.day, tzinfo=now.tzinfo)
    return min(whole, midnight)
