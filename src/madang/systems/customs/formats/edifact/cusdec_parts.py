"""Pieces that the header of CUSDEC and its items share, read."""

from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Charge, Document, PreviousDocument, Statement, Trader
from madang.systems.customs.domain.words import Adjustment
from madang.systems.customs.formats.codes import ADJUSTMENTS
from madang.systems.customs.formats.edifact import mapping as m
from madang.systems.customs.formats.edifact.reader import Reader, text_of
from madang.systems.customs.formats.edifact.structure import Group

_ALONE = {m.FREIGHT: Adjustment.FREIGHT, m.INSURANCE: Adjustment.INSURANCE}


def place(tree: Group, qualifier: str, *, related: str = "") -> str:
    """The code of the first place of this kind; `related` is its related location."""
    found = (one for one in tree.qualified("LOC", qualifier) if one.get(3) == related)
    group = next(found, None)
    return group.get(2) if group else ""


def indicators(tree: Group) -> dict[tuple[str, str], str]:
    """General indicators by code list and process; the first of each."""
    found: dict[tuple[str, str], str] = {}
    for one in tree.every("GIS"):
        found.setdefault((one.get(1, 2), one.get(1, 4)), one.get(1, 1))
    return found


def party(group: Group) -> Trader | None:
    """A party by number, name and address."""
    found = Trader(
        number=group.get(2),
        name=text_of(group, element=4),
        street=text_of(group, element=5),
        city=group.get(6).strip(),
        postcode=group.get(8),
        country=group.get(9),
    )
    return None if found == Trader() else found


def one_amount(read: Reader, tree: Group, qualifier: str) -> Money | None:
    """The first amount of this kind."""
    found = next(iter(tree.qualified("MOA", qualifier)), None)
    return read.money(found) if found else None


def charges_of(read: Reader, tree: Group) -> tuple[Charge, ...]:
    """Freight and insurance by their own qualifiers, all others as charges (8) with the code of their kind."""
    found = []
    for group in tree.qualified("MOA", m.FREIGHT, m.INSURANCE, m.CHARGE):
        kind = _ALONE.get(group.get(1)) or ADJUSTMENTS.get(group.get(1, 5))
        if kind is None:
            read.fault(group, f"{group.get(1, 5)[:10]!r} is no kind of addition or deduction.", 1, 5)
            continue
        amount = read.money(group)
        if amount is not None:
            found.append(Charge(kind=kind, amount=amount))
    return tuple(found)


def document(read: Reader, group: Group) -> Document:
    """A document; category and type stand together in the domain."""
    days = {one.get(1): one for one in group.every("DTM")}
    return Document(
        type=group.get(1, 2) + group.get(1, 1),
        number=group.get(2, 1),
        name=group.get(1, 4),
        issuer=group.get(2, 3),
        issued_on=read.day(days.get(m.ISSUED)),
        expires_on=read.day(days.get(m.EXPIRES)),
        exemption=group.get(2, 2),
    )


def previous_document(read: Reader, group: Group) -> PreviousDocument:
    """Category and type stand in the version of the reference, parted by a slash."""
    category, slash, kind = group.get(1, 4).partition("/")
    if not slash:
        read.fault(group, "The previous document says no category and type (CATEGORY/TYPE).", 1, 4)
    return PreviousDocument(
        type=kind, number=group.get(1, 2), category=category, line=read.whole(group, 1, 3) if group.get(1, 3) else None
    )


def statements(tree: Group) -> tuple[Statement, ...]:
    """Free texts of general information."""
    return tuple(
        Statement(code=one.get(3), text=text_of(one), type=one.get(2)) for one in tree.qualified("FTX", m.GENERAL_TEXT)
    )
