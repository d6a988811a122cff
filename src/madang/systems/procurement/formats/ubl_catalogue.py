"""A Catalogue of UBL 2.1, read: from outside, so nothing in it is believed before it is checked."""

import re
from dataclasses import dataclass
from datetime import date

from madang.framework.bulk.safe_xml import Element
from madang.framework.bulk.safe_xml import read as read_xml
from madang.systems.procurement.domain.catalogue import MOST_ROWS, Raw
from madang.systems.procurement.formats.catalogue_file import LARGEST, NotACatalogue
from madang.systems.procurement.formats.ubl import CAC, CATALOGUE, CBC

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a file says, with the rows as they stand. `provider` is the number of who gives it; days are None where untold."""

    title: str
    provider: str
    from_on: date | None
    until_on: date | None
    rows: tuple[Raw, ...]


def read(*, data: bytes, currency: str) -> Read:
    """The catalogue. Raises XmlRefused, NotACatalogue with every fault of the document's head and of codes it may not use."""
    root = read_xml(data=data, largest=LARGEST)
    if root.tag != f"{{{CATALOGUE}}}Catalogue":
        raise NotACatalogue(("file", "not_ubl_catalogue"))
    faults: list[tuple[str, str]] = []
    faults += [(name, "missing") for name in ("ID", "IssueDate") if not _text(root, f"b:{name}")]
    days = [_day(root, f"c:ValidityPeriod/b:{name}", faults) for name in ("StartDate", "EndDate")]
    lines = root.findall(f"{{{CAC}}}CatalogueLine")[: MOST_ROWS + 1]
    rows = tuple(_row(line, f"CatalogueLine {count}", currency, faults) for count, line in enumerate(lines, 1))
    if faults:
        raise NotACatalogue(*faults)
    return Read(
        title=_text(root, "b:Name")[:200],
        provider=_text(root, "c:ProviderParty/c:PartyIdentification/b:ID"),
        from_on=days[0],
        until_on=days[1],
        rows=rows,
    )


def _find(element: Element, path: str) -> Element | None:
    return element.find(path, namespaces={"c": CAC, "b": CBC})


def _text(element: Element, path: str) -> str:
    found = _find(element, path)
    return (found.text or "").strip() if found is not None else ""


def _day(root: Element, path: str, faults: list[tuple[str, str]]) -> date | None:
    text = _text(root, path)
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    faults.append((path.rpartition(":")[2], "no_day"))
    return None


def _row(line: Element, place: str, currency: str, faults: list[tuple[str, str]]) -> Raw:
    price = _find(line, "c:RequiredItemLocationQuantity/c:Price/b:PriceAmount")
    lead = _find(line, "c:RequiredItemLocationQuantity/b:LeadTimeMeasure")
    kind = _find(line, "c:Item/c:CommodityClassification/b:ItemClassificationCode")
    unit = _text(line, "b:OrderableUnit")
    quantities = [_find(line, f"b:{name}") for name in ("MinimumOrderQuantity", "MaximumOrderQuantity")]
    checks = (
        ("currency", price is None or price.get("currencyID") == currency),
        ("lead_time", lead is None or lead.get("unitCode") == "DAY"),
        ("other_unit", all(one is None or one.get("unitCode", unit) == unit for one in quantities)),
        ("not_unspsc", kind is None or kind.get("listID", "UNSPSC") == "UNSPSC"),
    )
    faults += [(place, code) for code, good in checks if not good]
    return Raw(
        place=place,
        says={
            "code": _text(line, "c:Item/c:SellersItemIdentification/b:ID") or _text(line, "b:ID"),
            "title": _text(line, "c:Item/b:Name"),
            "unspsc": _said(kind),
            "class_title": (kind.get("name") or "").strip() if kind is not None else "",
            "unit": unit,
            "price": _said(price),
            "minimum": _said(quantities[0]),
            "maximum": _said(quantities[1]),
            "delivery_days": _said(lead),
        },
    )


def _said(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""
