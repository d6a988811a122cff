"""Citations in Korean. What they are compared with was written by hand: the pack's `exchange_words.yaml`."""

import pytest

from madang.framework.law import load_pack, spoken_articles, use_country

PAIRS = load_pack("kr").data("exchange_words")["citations"]
# They say more than articles, so they stand as they were written.
IN_WORDS = [pair for pair in PAIRS if "demonstration" in pair["en"] or "amended" in pair["en"]]


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair not in IN_WORDS], ids=lambda pair: str(pair["en"]))
def test_each_citation_is_written_as_by_hand(pair: dict[str, str]) -> None:
    with use_country("kr"):
        assert spoken_articles(cite=pair["en"], language="ko") == pair["ko"]


@pytest.mark.parametrize(
    ("cite", "korean"),
    [
        ("Income Tax Act arts. 20-3, 47-2", "소득세법 제20조의3, 제47조의2"),
        ("Income Tax Act arts. 19 (1) 12, 45 (2)", "소득세법 제19조제1항제12호, 제45조제2항"),
        ("Income Tax Act art. 15 no. 2", "소득세법 제15조제2호"),
        # As the Korean text of the agreement numbers its articles.
        ("Korea-US agreement art. 4.2 (7)", "한-미 자유무역협정 제4.2조제7항"),
        ("Value-Added Tax Act art. 42; Decree art. 84", "부가가치세법 제42조, 같은 법 시행령 제84조"),
    ],
)
def test_items_spans_and_decrees(cite: str, korean: str) -> None:
    with use_country("kr"):
        assert spoken_articles(cite=cite, language="ko") == korean


@pytest.mark.parametrize("cite", ["", "Act", "art. x", "Unknown Act art. 3", *(pair["en"] for pair in IN_WORDS)])
def test_what_is_not_known_stands_as_it_was_written(cite: str) -> None:
    with use_country("kr"):
        assert spoken_articles(cite=cite, language="ko") == cite
    with use_country("xx"):
        assert spoken_articles(cite="Revenue Act s. 4", language="ko") == "Revenue Act s. 4"
