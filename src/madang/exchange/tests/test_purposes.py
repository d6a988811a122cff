"""A purpose is read in the reader's language, whatever language it was given in."""

from typing import Any

import pytest
from django.urls import get_resolver
from django.utils import translation

from madang.framework.audit import purposes
from madang.framework.audit.spoken import spoken
from madang.framework.law import known_packs, load_pack

# Whoever shows purposes serves pages, and has read every module that declares one.
get_resolver().url_patterns  # noqa: B018

SAID = {
    "Filling in the application “Resident register abstract”": "ko",
    "Showing you your own page": "ko",
    "Serving an applicant at a counter": "ko",
    "Deciding case KR-2026-1": "ko",
}


@pytest.mark.parametrize("said", SAID)
def test_what_was_said_in_english_is_read_in_korean_and_back(said: str) -> None:
    with translation.override("ko"):
        korean = purposes.in_words(said)
    assert korean != said
    assert any("가" <= symbol <= "힣" for symbol in korean)
    with translation.override("en"):
        assert purposes.in_words(korean) == said


def test_the_service_that_a_purpose_names_is_named_in_the_readers_language_too() -> None:
    with translation.override("ko"):
        assert "주민등록표 초본" in purposes.in_words("Filling in the application “Resident register abstract”")


def test_an_unknown_purpose_stays_as_it_was_said() -> None:
    with translation.override("ko"):
        assert purposes.in_words("Curiosity") == "Curiosity"
    assert purposes.in_every_language("Curiosity") == {}


def test_a_road_carries_the_purpose_in_every_language() -> None:
    assert set(purposes.in_every_language("Showing you your own page")) == {"ko", "en"}


@pytest.mark.parametrize("sentence", purposes.declared())
def test_every_declared_purpose_is_said_in_korean(sentence: str) -> None:
    with translation.override("ko"):
        assert translation.gettext(sentence) != sentence


def _said(pack: Any) -> set[str]:
    table = pack.data("exchange")
    cites = {grant["basis"]["cite"] for grant in table["grants"] if grant["basis"].get("cite")}
    cites |= {hearing["cite"] for hearing in table["events"]} | {look["cite"] for look in table["looks"]}
    return cites | {purpose for grant in table["grants"] for purpose in grant.get("purposes", ())}


@pytest.mark.parametrize("code", sorted(known_packs()))
def test_a_country_says_the_purposes_and_articles_of_its_grants_in_every_language(code: str) -> None:
    pack = load_pack(code)
    words = pack.data("exchange_words")
    known = {row["en"]: row for part in ("purposes", "citations") for row in words[part]}
    assert _said(pack) <= set(known)
    assert all(set(pack.languages) <= set(row) and all(row.values()) for row in known.values())


def test_an_offices_name_is_read_in_the_readers_language() -> None:
    with translation.override("en"):
        assert spoken("종로세무서") == "Jongno Tax Office"
