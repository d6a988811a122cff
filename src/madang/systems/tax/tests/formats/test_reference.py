"""The page of the rules says what the program does."""

from pathlib import Path

from madang.systems.tax.formats.en16931.reference import reference

PAGE = Path(__file__).parents[6] / "docs" / "reference" / "en16931.md"


def test_the_page_of_rules_is_the_programs():
    assert PAGE.read_text(encoding="utf-8") == reference(), "run python -m madang.systems.tax.formats.en16931.reference"
