"""Each pack says honestly what of its law was checked, and against what."""

from dataclasses import replace

import pytest

from madang.framework.law.pack import Pack, known_packs, load_pack
from madang.framework.law.sources import SourcesFaulty, named, sources, unverified, written_as_unverified

# Hanbit's law is fictional: there is nothing to check it against.
FICTIONAL = {"xx"}
REAL = [pytest.param(load_pack(code), id=code) for code in sorted(known_packs()) if code not in FICTIONAL]


@pytest.mark.parametrize("pack", REAL)
def test_the_list_of_what_nobody_checked_is_true(pack: Pack):
    assert list(written_as_unverified(pack=pack)) == list(unverified(pack=pack))


@pytest.mark.parametrize("pack", REAL)
def test_a_source_says_who_published_it_and_is_used(pack: Pack):
    used = {key for _, keys in named(pack=pack) for key in keys} | set(getattr(pack.calendar, "CHECKED_AGAINST", ()))
    for source in sources(pack=pack).values():
        assert all((source.title, source.publisher, source.read)), source
        assert source.key in used, f"{source.key} is listed and nothing names it"


def test_a_source_that_is_not_listed_is_told():
    pack = load_pack("kr")
    key, parameter = next(iter(pack.parameters.items()))
    wrong = replace(parameter, values=(replace(parameter.values[0], source="hearsay"),))
    faulty = replace(pack, parameters={**pack.parameters, key: wrong})
    with pytest.raises(SourcesFaulty, match="hearsay"):
        unverified(pack=faulty)
