"""Give the catalogue away as open data."""

import pycountry

from madang.framework.law import pack
from madang.systems.civil.usecases import catalogue


def export_catalogue(*, suffix: str, base: str) -> tuple[bytes, str]:
    """The catalogue as CPSV-AP (`ttl`, `jsonld` or `rdf`) and its media type. `base` is this site's address."""
    # RDF's library is large, and seldom asked for.
    from madang.systems.civil.formats.cpsv_ap import catalogue_graph, serialise

    here = pack()
    known = pycountry.countries.get(alpha_2=here.code.upper())
    graph = catalogue_graph(
        services=catalogue.current().services.values(),
        events={event.code: dict(event.title) for event in catalogue.life_events()},
        base=base,
        country=known.alpha_3 if known else "",
        digits=here.currency_digits,
    )
    return serialise(graph=graph, suffix=suffix)
