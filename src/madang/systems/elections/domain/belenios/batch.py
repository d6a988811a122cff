"""Checking thousands of ballots: every proof of each, but whether their elements lie in the group for many at once.

A proof names its challenge, not its commitments, so each commitment must be computed; only membership in the group can be asked
for many elements together (docs/adr/0050 argues why the answer can be relied upon).
"""

import secrets
from collections.abc import Sequence

from madang.systems.elections.domain.belenios.ballots import check_proofs, read_ballot
from madang.systems.elections.domain.belenios.election import Election
from madang.systems.elections.domain.belenios.group import ONE, Group
from madang.systems.elections.domain.belenios.refused import BallotRefused
from madang.systems.elections.domain.belenios.wire import Malformed

ROUNDS = 64
TOGETHER = 128
_LARGE_TABLES = 12
_GROUPED = 5


def all_in_group(*, group: Group, elements: Sequence[int]) -> bool:
    """Whether all `elements` lie in the subgroup; where one does not, it says so but for a chance of 2^-64.

    Each round multiplies a random half of the elements and asks whether the product lies in the subgroup. Whatever the other
    elements are, one that is outside makes at least every second product lie outside, too. No more elements than rounds are
    asked one by one, which is quicker and sure.
    """
    if group.embeds or len(elements) <= ROUNDS:
        return all(group.in_group(element=element) for element in elements)
    if any(not 0 < element < group.p for element in elements):
        return False
    products = [ONE] * ROUNDS
    for start in range(0, len(elements), _GROUPED):
        table = [ONE]
        for element in elements[start : start + _GROUPED]:
            table += [one * element % group.p for one in table]
        mask = len(table) - 1
        coins = secrets.token_bytes(ROUNDS)
        products = [one * table[coin & mask] % group.p for one, coin in zip(products, coins, strict=True)]
    return all(group.in_group(element=one) for one in products)


def all_sound(*, election: Election, ballots: Sequence[str]) -> bool:
    """Whether every one of `ballots` is proved. If not, `check_ballot` says of each by itself what is wrong with it."""
    elements: list[int] = []
    # Large tables are made once for an election and pay where there are many ballots.
    window = _LARGE_TABLES if len(ballots) >= TOGETHER and not election.group.embeds else 0
    try:
        for raw in ballots:
            wire = read_ballot(election=election, ballot=raw)
            choices = check_proofs(election=election, wire=wire, membership=False, window=window)
            elements += [element for row in choices for one in row for element in (one.alpha, one.beta)]
    except (BallotRefused, Malformed):
        return False
    return all_in_group(group=election.group, elements=elements)
