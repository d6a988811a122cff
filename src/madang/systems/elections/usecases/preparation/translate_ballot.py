"""Write the ballot in one more language, while the election is a draft."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import BallotWords, Election

LANGUAGES = {
    "vi": "Tiếng Việt",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "ja": "日本語",
    "th": "ไทย",
    "tl": "Tagalog",
    "uz": "Oʻzbekcha",
    "mn": "Монгол",
    "ru": "Русский",
    "kk": "Қазақша",
    "ne": "नेपाली",
    "km": "ខ្មែរ",
    "id": "Bahasa Indonesia",
    "my": "မြန်မာ",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "tr": "Türkçe",
}
"""Languages that a ballot may have besides the country's own and English, each by its own name."""
LONGEST = 300


class DraftOver(Refusal):
    """What was announced does not change."""

    code = "elections.draft_over"
    says = _("The ballot was not changed: the election is announced, and its ballot stands.")


class LinesUnfit(Refusal):
    """The lines do not fit the ballot."""

    code = "elections.ballot_lines"
    says = _(
        "The translation was not kept: choose a language and write {count} lines of up to 300 signs, one for each line of the "
        "ballot."
    )
    status = 422


def ballot_lines(*, election: Election) -> list[tuple[str, str]]:
    """Every line of the ballot, native and English: the title, then each question followed by its answers."""
    found = [(election.title, election.title_en)]
    for one in election.questions.order_by("position"):
        found.append((one.text, one.text_en))
        found += [(answer["text"], answer.get("text_en", "")) for answer in one.answers]
    return found


def translate_ballot(
    *, election: Election, language: str, lines: Sequence[str], actor: Actor, now: datetime
) -> BallotWords | None:
    """Keep the ballot in that language, in place of what was there; without any line it goes. Raises Forbidden, LinesUnfit,
    DraftOver.
    """
    require(actor, "elections.manage", election.office)
    said = [one.strip() for one in lines if one.strip()]
    needed = len(ballot_lines(election=election))
    fits = len(said) == needed and all(len(one) <= LONGEST for one in said)
    if language not in LANGUAGES or (said and not fits):
        raise LinesUnfit(count=needed)
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        if held.state != State.DRAFT:
            raise DraftOver
        made = None
        if said:
            made, _new = BallotWords.objects.update_or_create(
                election=held, language=language, defaults={"lines": said}
            )
        else:
            BallotWords.objects.filter(election=held, language=language).delete()
        detail = {"language": language, "lines": len(said)}
        record(actor=actor, action="elections.translate_ballot", target=f"election:{held.uuid}", detail=detail, now=now)
    return made


def words_on_board(*, election: Election) -> str:
    """The further languages as the board's description of the election ends with them: one line a language."""
    rows = BallotWords.objects.filter(election=election).order_by("language")
    return "\n".join(f"[{one.language}] {' | '.join(one.lines)}" for one in rows)
