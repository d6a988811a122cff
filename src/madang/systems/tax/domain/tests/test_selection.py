"""The draw can be computed again, by hand with another program, and the rules come first."""

import subprocess

from hypothesis import given
from hypothesis import strategies as st

from madang.systems.tax.domain.risk_words import PickReason
from madang.systems.tax.domain.selection import LABEL, Rules, commitment, rank, select

SEED = "ab" * 32


def test_a_rank_is_what_openssl_computes() -> None:
    text = "\n".join((LABEL, "our words", "1234567890"))
    said = subprocess.run(
        ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{SEED}"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    assert rank(seed=SEED, words="our words", subject="1234567890") == said.stdout.decode().split()[-1]
    bound = subprocess.run(
        ["openssl", "dgst", "-sha256"], input=f"{LABEL}\n{SEED}\nA-1".encode(), capture_output=True, check=True
    )
    assert commitment(seed=SEED, number="A-1") == bound.stdout.decode().split()[-1]


@given(
    st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 100)),
    st.sets(st.sampled_from("ABCDEFGHIJKL")),
    st.integers(0, 5),
    st.integers(0, 5),
)
def test_rules_choose_the_riskiest_and_chance_the_lowest_ranks_of_the_others(
    scores: dict[str, int], population: set[str], most: int, chance: int
) -> None:
    rules = Rules(least_score=50, most=most, chance=chance)
    picks = select(scores=scores, population=population, rules=rules, seed=SEED, words="w")
    by_rule = [one for one in picks if one.reason is PickReason.RULE]
    drawn = [one for one in picks if one.reason is PickReason.CHANCE]
    assert len({one.subject for one in picks}) == len(picks)
    assert len(by_rule) == min(most, sum(score >= 50 for score in scores.values()))
    assert all(one.score >= 50 for one in by_rule)
    others = population - {one.subject for one in picks}
    assert len(drawn) == min(chance, len(population - {one.subject for one in by_rule}))
    assert all(one.rank < rank(seed=SEED, words="w", subject=other) for one in drawn for other in others)
