"""The committed schemas are the contracts', and a contract never loses anything within a version."""

import json
from dataclasses import fields
from importlib import import_module

import pytest

from madang.contracts import schemas
from madang.contracts.message import Query


@pytest.mark.parametrize("module", schemas.contract_modules())
def test_the_committed_schema_is_the_contracts(module):
    path = schemas.FOLDER / f"{module}.json"
    assert path.read_text() == schemas.written(module), "Run: python -m madang.contracts.schemas"


@pytest.mark.parametrize("module", schemas.contract_modules())
def test_every_field_of_a_reply_may_be_missing_because_only_granted_fields_come_back(module):
    loaded = import_module(f"madang.contracts.{module}")
    for kind in vars(loaded).values():
        if isinstance(kind, type) and issubclass(kind, Query) and kind.__module__ == loaded.__name__:
            kind.reply_type()()
            assert fields(kind.reply_type())


def test_a_lost_field_and_a_new_demand_are_found():
    before = schemas.schema_of("population_v1")
    after = json.loads(json.dumps(before))
    del after["$defs"]["Person"]["properties"]["name"]
    after["$defs"]["GetPerson"]["required"].append("why")
    del after["$defs"]["Address"]
    assert schemas.removed(before=before, after=after) == [
        "Address is gone",
        "GetPerson.why is newly required",
        "Person.name is gone",
    ]
