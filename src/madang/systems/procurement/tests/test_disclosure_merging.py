"""The merging rules of OCDS 1.1, on small releases; `bench/open_contracting.py` compares a year's records with ocdsmerge's."""

import copy
from typing import Any

from madang.systems.procurement.formats import ocds_merge


def release(number: int, **fields: Any) -> dict[str, Any]:
    return {"ocid": "ocds-1", "id": f"r{number}", "date": f"2026-01-0{number}T00:00:00Z", "tag": ["tender"], **fields}


FIRST = release(
    1,
    tender={"id": "t", "title": "Chairs", "submissionMethod": ["written"], "value": {"amount": 5, "currency": "KRW"}},
    parties=[{"id": "a", "name": "A", "roles": ["buyer"]}],
)
SECOND = release(
    2,
    tender={"id": "t", "title": "Desks", "submissionMethod": ["electronicSubmission"], "value": {"amount": 6}},
    parties=[{"id": "b", "name": "B"}, {"id": "a", "roles": ["buyer", "payer"]}],
)
THIRD = release(3, tender={"id": "t", "title": None, "value": {"currency": None}})


def test_later_fields_replace_earlier_ones_and_what_is_not_said_stays() -> None:
    kept = copy.deepcopy([SECOND, FIRST])
    assert ocds_merge.compiled(kept) == {
        "ocid": "ocds-1",
        "id": "ocds-1-2026-01-02T00:00:00Z",
        "date": "2026-01-02T00:00:00Z",
        "tag": ["compiled"],
        "tender": {
            "id": "t",
            "title": "Desks",
            "submissionMethod": ["electronicSubmission"],
            "value": {"amount": 6, "currency": "KRW"},
        },
        "parties": [{"id": "a", "name": "A", "roles": ["buyer", "payer"]}, {"id": "b", "name": "B"}],
    }
    assert kept == [SECOND, FIRST], "the releases stay as they are"


def test_a_null_removes_a_field_and_a_value_after_it_brings_it_back() -> None:
    assert ocds_merge.compiled([FIRST, SECOND, THIRD])["tender"] == {
        "id": "t",
        "submissionMethod": ["electronicSubmission"],
        "value": {"amount": 6},
    }
    back = release(4, tender={"id": "t", "title": "Chairs again"})
    assert ocds_merge.compiled([FIRST, THIRD, back])["tender"]["title"] == "Chairs again"


def test_versions_say_since_which_release_a_value_stands() -> None:
    told = ocds_merge.versioned([FIRST, SECOND, THIRD])
    first, second, third = (
        {"releaseID": f"r{number}", "releaseDate": f"2026-01-0{number}T00:00:00Z", "releaseTag": ["tender"]}
        for number in (1, 2, 3)
    )
    assert told["ocid"] == "ocds-1"
    assert told["tender"]["title"] == [
        {**first, "value": "Chairs"},
        {**second, "value": "Desks"},
        {**third, "value": None},
    ]
    assert told["tender"]["id"] == [{**first, "value": "t"}], "the id of an object that is in no array has its versions"
    assert told["tender"]["value"]["currency"] == [{**first, "value": "KRW"}, {**third, "value": None}]
    assert [one["id"] for one in told["parties"]] == ["a", "b"], "an id in an array is a key"
    assert told["parties"][0]["roles"] == [
        {**first, "value": ["buyer"]},
        {**second, "value": ["buyer", "payer"]},
    ]


def test_what_is_said_again_changes_nothing() -> None:
    again = FIRST | {"id": "r4", "date": "2026-01-04T00:00:00Z"}
    assert ocds_merge.versioned([FIRST, again]) == ocds_merge.versioned([FIRST])
    assert ocds_merge.compiled([FIRST, again])["parties"] == FIRST["parties"]
