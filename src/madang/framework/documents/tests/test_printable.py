"""Text on documents."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.documents import Document
from madang.framework.documents.domain.printable import MISSING, printable, printable_tree


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        # Decomposed Hangul, as some systems write it, is composed (Unicode Standard Annex 15).
        ("\u1100\u1161", "가"),
        # A direction override would show another name than the register has (Unicode Technical Report 36, 2.6).
        ("김\u202e나하\u202c", "김나하"),
        ("a\x00b\x1bc", "abc"),
        ("한\u200b줄", "한줄"),
        ("\ue000", MISSING),
        ("\ud800x", "x"),
        ("金河娜", "金河娜"),
    ],
)
def test_what_is_not_seen_is_not_printed(typed: str, printed: str) -> None:
    assert printable(typed) == printed


@settings(deadline=None)
@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_content_is_made_printable_once_and_for_all(value: object) -> None:
    once = printable_tree(value)
    assert printable_tree(once) == once


@pytest.mark.parametrize("name", ["𠀀 𪚥", "محمد", "สมชาย", "नमस्ते", "김하나 😀"])
def test_a_letter_that_no_font_has_becomes_the_printers_mark_and_the_document_is_issued(
    made: Callable[..., Document], name: str
) -> None:
    document = made(content={"holder": name, "rows": [["이름", name]]}, facts={"이름": name})
    assert document.holder == name
    assert document.facts == [["이름", name]]


@pytest.mark.parametrize(
    "name", ["Қазақ Əliyeva", "Šćepanović", "Ñandú Şahin", "Ελένη", "やまだ たろう", "鄭 閔 姜 邕"]
)
def test_the_scripts_of_our_countries_are_in_the_fonts(
    made: Callable[..., Document], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("madang.framework.documents.rendering._letters_missing", lambda message: set())
    made(content={"holder": name, "rows": [["이름", name]]}, facts={"이름": name})
