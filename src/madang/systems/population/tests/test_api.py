"""The endpoints: open to whom they say, numbers masked, refusals as problem documents."""

import pytest
from django.test import Client, RequestFactory

from madang.systems.population.api import endpoints
from madang.systems.population.models import Person
from madang.systems.population.usecases.numbers import number_of

pytestmark = pytest.mark.django_db


def test_the_description_names_every_endpoint() -> None:
    paths = endpoints.api.get_openapi_schema(path_prefix="/api/population/")["paths"]
    assert set(paths) == {"/api/population/people/{key}", "/api/population/people/search", "/api/population/figures"}


def test_figures_are_public_and_people_are_not(people) -> None:
    assert Client().get("/api/population/figures").status_code == 200
    assert Client().get(f"/api/population/people/{people['hana']}").status_code in {401, 403}
    answer = Client().post("/api/population/people/search", {"name": "김하나"}, content_type="application/json")
    assert answer.status_code in {401, 403}


def test_an_entry_has_a_masked_number_and_its_addresses(people, registrar) -> None:
    request = RequestFactory().get("/")
    request.actor = registrar
    entry = endpoints.person(request, people["hana"], reason="Case 77")
    number = number_of(person=Person.objects.get(key=people["hana"]))
    assert entry["masked_number"] == f"{number[:6]}-{number[6]}******"
    assert [one["from_on"].isoformat() for one in entry["addresses"]] == ["2021-03-15", "2016-09-01"]
    assert len(entry["household"]) == 4
