"""Search finds services as people ask for them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.civil.domain.search import Index, Listing

SERVICES = (
    Listing(
        code="population.register_copy",
        names=("주민등록표 등본(초본) 교부", "주민등록표 등본", "Resident register copy"),
        synonyms=("등본", "주민등록등본", "household certificate"),
        text=("세대 전체의 주민등록 사항을 확인합니다", "행정안전부"),
    ),
    Listing(
        code="population.abstract",
        names=("주민등록표 초본", "Resident register abstract"),
        synonyms=("초본", "주민등록초본", "등본 초본"),
        text=("주소 변동 사항을 확인합니다",),
    ),
    Listing(
        code="population.move_in",
        names=("전입신고", "Move-in report"),
        synonyms=("이사", "주소 이전", "change of address"),
        events=("이사", "moving house"),
    ),
    Listing(
        code="population.birth",
        names=("출생신고", "Birth registration"),
        synonyms=("아기", "newborn"),
        events=("출산", "a birth"),
    ),
    Listing(code="population.family", names=("가족관계증명서", "Family relations certificate"), synonyms=("호적",)),
    Listing(
        code="businesses.certificate",
        names=("사업자등록증명", "Business registration certificate"),
        synonyms=("사업자등록증",),
    ),
    Listing(code="civil.passport", names=("여권 재발급", "Passport renewal"), synonyms=("해외여행",)),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(SERVICES)


def first(index: Index, query: str) -> str:
    hits = index.search(query=query)
    return hits[0].code if hits else ""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("등본", "population.register_copy"),
        ("초본", "population.abstract"),
        ("abstract", "population.abstract"),
        ("resident register abstract", "population.abstract"),
        ("주민등록 등본", "population.register_copy"),
        ("주민등록등본 발급", "population.register_copy"),
        ("이사 갔어요", "population.move_in"),
        ("전입 신고를 하려면", "population.move_in"),
        ("moving house", "population.move_in"),
        ("가족관계", "population.family"),
        ("사업자등록증", "businesses.certificate"),
    ],
)
def test_everyday_words_find_the_service(index: Index, query: str, found: str) -> None:
    assert first(index, query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("전읩신고", "population.move_in"),
        ("전입신거", "population.move_in"),
        ("가족괸계증명서", "population.family"),
        ("주민등롣등본", "population.register_copy"),
        ("abstarct", "population.abstract"),
        ("resident regster abstact", "population.abstract"),
        ("busines registraton", "businesses.certificate"),
        ("pasport", "civil.passport"),
    ],
)
def test_typos_still_find_the_service(index: Index, query: str, found: str) -> None:
    assert first(index, query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("ㄷㅂ", "population.register_copy"), ("ㅈㅇㅅㄱ", "population.move_in"), ("ㄱㅈㄱㄱ", "population.family")],
)
def test_initial_consonants_find_the_service(index: Index, query: str, found: str) -> None:
    assert first(index, query) == found


@pytest.mark.parametrize(
    ("query", "found"), [("emdqhs", "population.register_copy"), ("wjsdlqtlsrh", "population.move_in")]
)
def test_korean_typed_on_latin_keys_finds_the_service(index: Index, query: str, found: str) -> None:
    assert first(index, query) == found


@pytest.mark.parametrize("query", ["", "   ", "!!!", "xyzzyq", "뷁뷁뷁"])
def test_nonsense_finds_nothing(index: Index, query: str) -> None:
    assert index.search(query=query) == ()


def test_a_thousand_services_are_searched_in_five_milliseconds() -> None:
    many = [
        Listing(
            code=f"s{number}",
            names=(f"{listing.names[0]} {number}호", f"{listing.names[-1]} number {number}"),
            synonyms=listing.synonyms,
            events=listing.events,
            text=listing.text,
        )
        for number in range(1000)
        for listing in [SERVICES[number % len(SERVICES)]]
    ]
    index = Index(many)
    times = []
    for query in ("등본", "ㄷㅂ", "abstarct", "주민등록 등본 발급", "전읩신고") * 5:
        started = time.process_time()
        assert index.search(query=query)
        times.append(time.process_time() - started)
    # A slow machine may take twice the goal of 5 ms; more would be another order.
    assert sorted(times)[len(times) // 2] < 0.010


LATEST = Index(SERVICES)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_answered_with_known_services_in_order(query: str) -> None:
    hits = LATEST.search(query=query)
    assert {hit.code for hit in hits} <= {listing.code for listing in SERVICES}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
