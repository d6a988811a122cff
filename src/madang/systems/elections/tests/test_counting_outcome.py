"""What the sums of a question mean under quorum, tie and kind of election."""

from madang.systems.elections.domain.counting.outcome import Outcome, Sums, outcome
from madang.systems.elections.domain.counting.referendum import Verdict
from madang.systems.elections.domain.words import Kind, QuestionKind


def _outcome(
    *votes: int,
    kind: Kind = Kind.UNION,
    question: QuestionKind = QuestionKind.SINGLE,
    blank: int = 0,
    cast: int = 60,
    quorum: int | None = None,
) -> Outcome:
    sums = Sums(votes=votes, blank=blank, cast=cast, roll=100)
    precedence = tuple(reversed(range(len(votes))))
    return outcome(kind=kind, question=question, sums=sums, quorum_percent=quorum, precedence=precedence)


def test_a_single_choice_elects_one_and_a_tie_goes_by_the_lot() -> None:
    assert _outcome(10, 30, 20).elected == (1,)
    tied = _outcome(30, 30, 0)
    assert (tied.elected, set(tied.tied)) == ((1,), {0, 1})


def test_a_tie_in_a_public_election_is_left_to_the_law() -> None:
    tied = _outcome(30, 30, 0, kind=Kind.PUBLIC)
    assert (tied.elected, set(tied.tied)) == ((), {0, 1})
    assert _outcome(31, 29, 0, kind=Kind.PUBLIC).elected == (0,)


def test_below_the_quorum_nobody_is_elected() -> None:
    missed = _outcome(49, 0, cast=49, quorum=50)
    assert (missed.elected, missed.quorate) == ((), False)
    assert _outcome(50, 0, cast=50, quorum=50).elected == (0,)
    assert _outcome(0, 0, cast=0).quorate is False


def test_several_choices_are_ranked_and_elect_nobody_by_themselves() -> None:
    found = _outcome(5, 40, 30, question=QuestionKind.APPROVAL)
    assert (found.ranking, found.elected) == ((1, 2, 0), ())


def test_a_referendum_of_two_answers_has_a_verdict() -> None:
    assert _outcome(31, 29, kind=Kind.REFERENDUM, quorum=25).verdict is Verdict.CARRIED
    assert _outcome(29, 31, kind=Kind.REFERENDUM, quorum=25).verdict is Verdict.REJECTED
    # The quorum is of those who took part, however many of them voted blank.
    assert _outcome(20, 4, kind=Kind.REFERENDUM, blank=1, cast=25, quorum=25).verdict is Verdict.CARRIED
    assert _outcome(20, 4, kind=Kind.REFERENDUM, cast=24, quorum=25).verdict is Verdict.NO_QUORUM
