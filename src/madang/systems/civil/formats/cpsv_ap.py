"""The catalogue as Core Public Service Vocabulary data: CPSV-AP 3.2.0 of the European Commission (SEMIC).

Source: https://semiceu.github.io/CPSV-AP/releases/3.2.0/ . Classes: cpsv:PublicService, cv:PublicOrganisation, cv:Cost,
cv:Channel, cv:Event (life events), cpsv:Rule, eli:LegalResource, cv:Output, cv:Requirement.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal as One
from urllib.parse import quote

from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from madang.contracts.services_v1 import ServiceDeclaration, ServiceKind, Texts

CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
LANGUAGES = Namespace("http://publications.europa.eu/resource/authority/language/")
CURRENCIES = "http://publications.europa.eu/resource/authority/currency/"
COUNTRIES = "http://publications.europa.eu/resource/authority/country/"
_LANGUAGE = dict(
    pair.split(":")
    for pair in ("ko:KOR", "en:ENG", "es:SPA", "tr:TUR", "sr:SRP", "sq:SQI", "az:AZE", "kk:KAZ", "ru:RUS")
)

Format = One["turtle", "json-ld", "xml"]
MEDIA_TYPES: Mapping[str, tuple[str, Format]] = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
}


def catalogue_graph(
    *, services: Iterable[ServiceDeclaration], events: Mapping[str, Texts], base: str, country: str, digits: int
) -> Graph:
    """The services as a graph. `base` is this site's address without a slash; `country` the ISO 3166-1 alpha-3 code (or
    empty for one that has none); `digits` the decimals of its currency."""
    graph = Graph()
    for prefix, space in (("cpsv", CPSV), ("cv", CV), ("eli", ELI), ("dct", DCTERMS), ("foaf", FOAF), ("skos", SKOS)):
        graph.bind(prefix, space)
    for code, title in events.items():
        event = URIRef(f"{base}/life/{code}/")
        graph.add((event, RDF.type, CV.LifeEvent))
        graph.add((event, DCTERMS.identifier, Literal(code)))
        _texts(graph, event, DCTERMS.title, title)
    for service in services:
        _service(graph, service, base, country, digits, frozenset(events))
    return graph


def serialise(*, graph: Graph, suffix: str) -> tuple[bytes, str]:
    """The graph's bytes and their media type for a file suffix (`ttl`, `jsonld`, `rdf`)."""
    media_type, name = MEDIA_TYPES[suffix]
    return graph.serialize(format=name, encoding="utf-8"), media_type


def _texts(graph: Graph, node: URIRef, predicate: URIRef, texts: Texts) -> None:
    for language, text in texts.items():
        graph.add((node, predicate, Literal(text, lang=language)))


def _service(
    graph: Graph, service: ServiceDeclaration, base: str, country: str, digits: int, events: frozenset[str]
) -> None:
    node = URIRef(f"{base}/services/{quote(service.code)}/")
    graph.add((node, RDF.type, CPSV.PublicService))
    graph.add((node, DCTERMS.identifier, Literal(service.code)))
    _texts(graph, node, DCTERMS.title, service.title)
    _texts(graph, node, DCTERMS.description, service.summary)
    for words in (service.keywords or {}).items():
        for word in words[1]:
            graph.add((node, CV.keyword, Literal(word, lang=words[0])))
    for language in service.title:
        if language in _LANGUAGE:
            graph.add((node, DCTERMS.language, LANGUAGES[_LANGUAGE[language]]))
    for event in service.life_events:
        if event in events:
            graph.add((node, CV.isGroupedBy, URIRef(f"{base}/life/{event}/")))
    if service.working_days is not None:
        graph.add((node, CV.processingTime, Literal(f"P{service.working_days}D", datatype=XSD.duration)))
    _authority(graph, node, service, base, country)
    _law(graph, node, service)
    _cost(graph, node, service, digits)
    _channels(graph, node, service, base)
    _needs(graph, node, service)
    if service.kind is ServiceKind.CERTIFICATE:
        output = URIRef(f"{node}#output")
        graph.add((node, CPSV.produces, output))
        graph.add((output, RDF.type, CV.Output))
        graph.add((output, DCTERMS.identifier, Literal(f"{service.code}#output")))
        _texts(graph, output, DCTERMS.title, service.title)


def _authority(graph: Graph, node: URIRef, service: ServiceDeclaration, base: str, country: str) -> None:
    agency = URIRef(f"{base}/services/agencies/{quote(service.agency['en'].lower().replace(' ', '-'))}")
    graph.add((node, CV.hasCompetentAuthority, agency))
    graph.add((agency, RDF.type, CV.PublicOrganisation))
    graph.add((agency, DCTERMS.identifier, Literal(str(agency))))
    _texts(graph, agency, SKOS.prefLabel, service.agency)
    if country:
        graph.add((agency, DCTERMS.spatial, URIRef(f"{COUNTRIES}{country}")))
        graph.add((node, DCTERMS.spatial, URIRef(f"{COUNTRIES}{country}")))


def _law(graph: Graph, node: URIRef, service: ServiceDeclaration) -> None:
    rule, resource = URIRef(f"{node}#rule"), URIRef(f"{node}#law")
    graph.add((node, CPSV.follows, rule))
    graph.add((rule, RDF.type, CPSV.Rule))
    graph.add((rule, DCTERMS.identifier, Literal(f"{service.code}#rule")))
    _texts(graph, rule, DCTERMS.title, service.statute)
    _texts(graph, rule, DCTERMS.description, service.who_may_apply)
    graph.add((rule, CPSV.implements, resource))
    graph.add((node, CV.hasLegalResource, resource))
    graph.add((resource, RDF.type, ELI.LegalResource))
    _texts(graph, resource, DCTERMS.title, service.statute)


def _cost(graph: Graph, node: URIRef, service: ServiceDeclaration, digits: int) -> None:
    for channel, amount in (("online", service.fee.online), ("counter", service.fee.counter)):
        if channel not in service.channels:
            continue
        cost = URIRef(f"{node}#cost-{channel}")
        graph.add((node, CV.hasCost, cost))
        graph.add((cost, RDF.type, CV.Cost))
        graph.add((cost, DCTERMS.identifier, Literal(f"{service.code}#cost-{channel}")))
        graph.add((cost, CV.ifAccessedThrough, URIRef(f"{node}#{channel}")))
        value = str(Decimal(amount.minor).scaleb(-digits)) if amount else "0"
        # With a point, so that every form writes the same number.
        graph.add((cost, CV.value, Literal(value if "." in value else f"{value}.0", datatype=XSD.decimal)))
        if amount:
            graph.add((cost, CV.currency, URIRef(f"{CURRENCIES}{amount.currency}")))
        for waiver in service.fee.waivers:
            _texts(graph, cost, DCTERMS.description, waiver)


def _channels(graph: Graph, node: URIRef, service: ServiceDeclaration, base: str) -> None:
    for name in service.channels:
        channel = URIRef(f"{node}#{name}")
        graph.add((node, CV.hasChannel, channel))
        graph.add((channel, RDF.type, CV.Channel))
        graph.add((channel, DCTERMS.identifier, Literal(f"{service.code}#{name}")))
        if name == "online":
            graph.add((channel, FOAF.page, URIRef(f"{base}/apply/{quote(service.code)}/")))


def _needs(graph: Graph, node: URIRef, service: ServiceDeclaration) -> None:
    for place, need in enumerate(service.data_needed, start=1):
        requirement = URIRef(f"{node}#need-{place}")
        graph.add((node, CV.holdsRequirement, requirement))
        graph.add((requirement, RDF.type, CV.Requirement))
        graph.add((requirement, DCTERMS.identifier, Literal(f"{service.code}#need-{place}")))
        _texts(graph, requirement, DCTERMS.title, need)
        graph.add((requirement, RDFS.label, Literal(need["en"], lang="en")))
