"""A form's rules: steps, hidden questions, every fault at once."""

from hypothesis import given
from hypothesis import strategies as st

from madang.contracts.services_v1 import Choice, FieldKind, FormField
from madang.systems.civil.domain.forms import check, is_shown, kept, steps

LABEL = {"en": "Question"}
FIELDS = (
    FormField(name="who", step="first", kind=FieldKind.PERSON, label=LABEL),
    FormField(name="on", step="first", kind=FieldKind.DATE, label=LABEL),
    FormField(name="home", step="second", kind=FieldKind.ADDRESS, label=LABEL),
    FormField(
        name="way",
        step="second",
        kind=FieldKind.CHOICE,
        label=LABEL,
        choices=(Choice(value="mail", label=LABEL), Choice(value="desk", label=LABEL)),
    ),
    FormField(name="box", step="second", label=LABEL, shown_when="way=mail", pattern="[0-9]{3}"),
    FormField(name="paper", step="third", kind=FieldKind.FILE, label=LABEL),
)
GOOD = {"who": "a", "on": "2026-03-02", "home": "Street 1", "home_division": "11", "way": "mail", "box": "123"}


def codes(answers: dict[str, str], **more: object) -> dict[str, str]:
    return {fault.place: fault.code for fault in check(fields=FIELDS, answers=answers, **more)}  # type: ignore[arg-type]


def test_steps_follow_the_order_of_the_questions() -> None:
    assert [step.name for step in steps(fields=FIELDS)] == ["first", "second", "third"]


def test_good_answers_have_no_fault() -> None:
    assert codes(GOOD, files=frozenset({"paper"}), known_choices={"who": frozenset({"a"})}) == {}


def test_every_fault_is_told_at_once() -> None:
    bad = {"who": "b", "on": "2026-02-30", "home": "Street 1", "way": "mail", "box": "12"}
    assert codes(bad, known_choices={"who": frozenset({"a"})}) == {
        "who": "not_offered",
        "on": "no_day",
        "home": "division",
        "box": "pattern",
        "paper": "required_file",
    }


def test_a_hidden_question_is_not_asked_and_its_answer_not_kept() -> None:
    answers = GOOD | {"way": "desk"}
    assert not is_shown(question=FIELDS[4], answers=answers)
    assert "box" not in kept(fields=FIELDS, answers=answers)
    assert "box" not in codes(answers | {"box": "not a number"}, files=frozenset({"paper"}))


def test_answers_to_questions_that_nobody_asked_are_dropped() -> None:
    assert "admin" not in kept(fields=FIELDS, answers=GOOD | {"admin": "yes"})


@given(st.dictionaries(st.sampled_from([*GOOD, "paper", "other"]), st.text(max_size=400)))
def test_whatever_is_sent_is_answered_with_faults_and_never_an_error(answers: dict[str, str]) -> None:
    names = {field.name for field in FIELDS}
    assert {fault.place for fault in check(fields=FIELDS, answers=answers)} <= names
    assert "\x00" not in "".join(kept(fields=FIELDS, answers=answers).values())
