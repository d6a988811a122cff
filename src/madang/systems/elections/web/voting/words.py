"""Words of the voting pages in the reader's language, and elections as plain values."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.words import RANKED, QuestionKind
from madang.systems.elections.models import BallotWords, Election, Question
from madang.systems.elections.usecases.preparation.translate_ballot import LANGUAGES
from madang.systems.elections.web.words import grade_words, said


def event_title(*, kind: str, overridden: bool = False) -> str:
    """What happened on the board; `overridden` marks a ballot that paper overrode."""
    if overridden:
        return _("Ballot, overridden on paper")
    return {
        Kind.SETUP.value: _("The board began"),
        Kind.BALLOT.value: _("Ballot"),
        Kind.END_BALLOTS.value: pgettext("election", "Closed"),
        Kind.ENCRYPTED_TALLY.value: _("Ballots added up, still encrypted"),
        Kind.SHUFFLE.value: _("Ballots shuffled"),
        Kind.END_SHUFFLES.value: _("Shuffling ended"),
        Kind.PARTIAL_DECRYPTION.value: _("A trustee's part of the decryption"),
        Kind.RESULT.value: _("Result"),
    }[kind]


def languages_of(*, election: Election, chosen: str) -> list[dict[str, Any]]:
    """The further languages of the ballot paper; none where it has none."""
    codes = BallotWords.objects.filter(election=election).order_by("language").values_list("language", flat=True)
    return [{"code": one, "name": LANGUAGES[one], "chosen": one == chosen} for one in codes]


def questions_of(*, election: Election, language: str = "") -> list[dict[str, Any]]:
    """The questions as the ballot paper shows them: in the further language `language` where the ballot has it, else in the
    reader's.
    """
    words = BallotWords.objects.filter(election=election, language=language).first() if language else None
    # The first line is the title.
    lines = iter(words.lines[1:] if words else ())
    return [_question(one, lines, language if words else "") for one in election.questions.order_by("position")]


def _question(one: Question, lines: Iterator[str], language: str) -> dict[str, Any]:
    text = next(lines, "") or said(native=one.text, english=one.text_en)
    answers = [
        next(lines, "") or said(native=answer["text"], english=answer.get("text_en", "")) for answer in one.answers
    ]
    kind_is_ranked = QuestionKind(one.kind) in RANKED
    return {
        "number": one.position,
        "text": text,
        "language": language,
        "answers": list(enumerate(answers)),
        "least": one.least,
        "most": one.most,
        "blank": one.blank,
        "single": one.least == one.most == 1 and not kind_is_ranked,
        "ranked": kind_is_ranked and one.kind != QuestionKind.GRADES,
        "grades": list(enumerate(grade_words(), 1)) if one.kind == QuestionKind.GRADES else [],
        "hint": _hint(one),
        "few": _("Choose an answer to “%(question)s”, or vote blank if that is offered. %(rule)s")
        % {"question": text, "rule": _hint(one)},
        "many": _("You chose too many answers to “%(question)s”. %(rule)s") % {"question": text, "rule": _hint(one)},
    }


def _hint(one: Question) -> str:
    if one.kind == QuestionKind.GRADES:
        return _("Give every answer a grade. Several may have the same.")
    if one.kind in RANKED:
        return _("Rank as many answers as you like, the one that you prefer most first.")
    if one.least == one.most:
        return _("Choose %(count)d.") % {"count": one.most}
    if one.least == 0:
        return _("Choose up to %(most)d, or none.") % {"most": one.most}
    return _("Choose from %(least)d to %(most)d.") % {"least": one.least, "most": one.most}
