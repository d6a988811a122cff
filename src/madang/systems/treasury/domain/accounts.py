"""Whether a payee's account can be one, and whether it is the payee's.

ISO 13616 (IBAN: check digits by ISO 7064 MOD 97-10); local accounts by the pack's banks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio
from stdnum import iban

# Names agree from here on; "(주)한빛상사" and "한빛상사 주식회사" stay apart, so a person looks at what does not agree.
AGREES = 85
SHORTEST, LONGEST = 8, 20


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found: `iban`, `local` (its bank is known) or `bare` (digits without a bank). `doubt` names what a person
    should look at: `length`."""

    kind: str
    bank: str = ""
    doubt: str = ""


def judge(*, account: str, banks: Mapping[str, Mapping[str, Any]]) -> Judged | None:
    """None where this is no possible account."""
    if iban.is_valid(account) and account == iban.compact(account):
        return Judged("iban", account[:2])
    if not account.isascii():
        return None
    code, dash, number = account.partition("-")
    if not dash:
        return Judged("bare") if account.isdigit() and SHORTEST <= len(account) <= LONGEST else None
    number = number.replace("-", "")
    if code not in banks or not number.isdigit() or not SHORTEST <= len(number) <= LONGEST:
        return None
    return Judged("local", code, "" if len(number) in banks[code]["lengths"] else "length")


def names_agree(*, payee: str, holder: str) -> bool:
    """Whether the holder that the bank or the papers name can be the payee; the order of words does not matter."""
    return token_sort_ratio(payee.casefold(), holder.casefold()) >= AGREES
