"""The catalogue as CPSV-AP is read back by a foreign reader and holds what the profile demands.

Source: CPSV-AP 3.2.0, https://semiceu.github.io/CPSV-AP/releases/3.2.0/ , mandatory properties.
"""

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, URIRef

from madang.contracts.services_v1 import Fee, ServiceDeclaration, ServiceKind
from madang.framework.values import Money
from madang.systems.civil.formats.cpsv_ap import CPSV, CV, MEDIA_TYPES, catalogue_graph, serialise

SERVICE = ServiceDeclaration(
    code="population.abstract",
    owner="population",
    kind=ServiceKind.CERTIFICATE,
    title={"en": "Resident register abstract", "ko": "주민등록표 초본"},
    summary={"en": "Shows former addresses.", "ko": "주소 변동을 증명합니다."},
    agency={"en": "Ministry of the Interior and Safety", "ko": "행정안전부"},
    statute={"en": "Resident Registration Act art. 29", "ko": "주민등록법 제29조"},
    fee=Fee(counter=Money(1250, "HBT")),
    working_days=0,
    who_may_apply={"en": "The person", "ko": "본인"},
    data_needed=({"en": "Identity", "ko": "신원"},),
    life_events=("moving",),
)
BASE = "https://madang.example"
NODE = URIRef(f"{BASE}/services/population.abstract/")


def graph() -> Graph:
    return catalogue_graph(
        services=[SERVICE], events={"moving": {"en": "Moving house"}}, base=BASE, country="KOR", digits=2
    )


@pytest.mark.parametrize("suffix", sorted(MEDIA_TYPES))
def test_each_form_is_read_back_as_the_same_graph(suffix: str) -> None:
    data, _media_type = serialise(graph=graph(), suffix=suffix)
    again = Graph().parse(data=data, format=MEDIA_TYPES[suffix][1])
    assert set(again) == set(graph())


def test_a_service_has_what_the_profile_demands() -> None:
    found = graph()
    assert (NODE, RDF.type, CPSV.PublicService) in found
    for mandatory in (DCTERMS.identifier, DCTERMS.title, DCTERMS.description, CV.hasCompetentAuthority):
        assert list(found.objects(NODE, mandatory)), mandatory


def test_every_named_thing_has_an_identifier_and_the_agency_a_label() -> None:
    found = graph()
    for kind in (CV.PublicOrganisation, CV.Cost, CV.Channel, CV.LifeEvent, CPSV.Rule, CV.Output, CV.Requirement):
        nodes = list(found.subjects(RDF.type, kind))
        assert nodes, kind
        for node in nodes:
            assert list(found.objects(node, DCTERMS.identifier)), node
    agency = next(iter(found.objects(NODE, CV.hasCompetentAuthority)))
    assert list(found.objects(agency, SKOS.prefLabel))


def test_a_fee_is_written_in_whole_units_of_its_currency() -> None:
    found = graph()
    cost = URIRef(f"{NODE}#cost-counter")
    # 1,250 hundredths are 12.50.
    assert str(next(iter(found.objects(cost, CV.value)))) == "12.50"
    assert next(iter(found.objects(cost, CV.currency))).endswith("/HBT")
