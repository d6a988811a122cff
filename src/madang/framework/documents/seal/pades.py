"""The sealing of a PDF: an incremental update with one signature field, certified against any later change.

The update keeps what typst's PDF claims (PDF/A-2a, PDF/UA-1): the field is a tagged form element with a spoken name, has no
area of its own (the page shows the drawn seal), and the file stays a plain cross-reference table.
Layout of the signature: ISO 32000-1, 12.8; DocMDP level 1 (12.8.2.2): no change is permitted.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

# Hex digits kept free for the CMS signature: two P-256 certificates with long names take about 3,200; with a timestamp and its
# chain 12,000.
ROOM, ROOM_WITH_TIMESTAMP = 6_144, 16_384
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref", re.DOTALL)
_REFERENCE = {
    name: re.compile(rb"/" + name + rb"\s+(\d+) 0 R") for name in (b"Root", b"Pages", b"StructTreeRoot", b"Info")
}
_KIDS = re.compile(rb"/Kids\s*\[\s*(\d+) 0 R")
_TREE = re.compile(rb"/K\s*\[\s*(\d+) 0 R\s*\]")
_NUMBERS = re.compile(rb"/ParentTree\s*<<\s*/Nums\s*\[(.*?)\]\s*>>", re.DOTALL)
_NEXT_KEY = re.compile(rb"/ParentTreeNextKey (\d+)")
_LAST_KIDS = re.compile(rb"/K\s*\[([^\]]*)\]")


class NotSealable(ValueError):
    """The PDF is not laid out as this room's renderer lays it out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inscription:
    """What the signature's own dictionary says: who seals, which document, where to verify, when; `spoken` is read aloud."""

    name: str
    reason: str
    location: str
    sealed_at: datetime
    spoken: str = "Electronic seal of the issuing agency"


def text(value: str) -> bytes:
    """A PDF text string (ISO 32000-1, 7.9.2.2) as hexadecimal UTF-16."""
    return b"<FEFF" + value.encode("utf-16-be").hex().upper().encode() + b">"


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """What a verifier needs in later years (EN 319 142-1, 5.4.2), in DER: certificates, revocation lists, OCSP responses."""

    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()


def seal(
    *,
    pdf: bytes,
    inscription: Inscription,
    sign: Callable[[bytes], bytes],
    room: int = ROOM,
    store: Store | None = None,
) -> bytes:
    """`pdf` with a seal over all of its bytes; `sign` gives the CMS signature over a SHA-256, in at most `room` hex digits.

    With `store` the document security store follows in an update of its own, after what the seal covers.
    NotSealable when the PDF is not the renderer's. The bytes of `pdf` stay as they are: the seal is appended.
    """
    # typst ends without a line end; an object that follows directly would break PDF/A (ISO 19005-2, 6.1.9).
    base = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    update = _Update(base)
    field = update.reserve()
    signature = update.reserve()
    page = update.add_widget(field=field, signature=signature)
    update.put(field, _field(inscription, page=page, signature=signature, key=update.key))
    update.put(signature, _dictionary(inscription, room))
    update.put_catalog(field=field, signature=signature)
    body = update.finish()
    sealed = _filled(base, body, sign, room)
    return sealed if store is None else sealed + update.followed_by(store, sealed=sealed)


def _field(inscription: Inscription, *, page: int, signature: int, key: int) -> bytes:
    # Print on, hidden off (ISO 19005-2, 6.3.2); no area, so no appearance is asked for (6.3.3).
    return (
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Seal)/TU%s/V %d 0 R/F 132/Rect[0 0 0 0]/P %d 0 R/StructParent %d>>"
        % (text(inscription.spoken), signature, page, key)
    )


def _dictionary(inscription: Inscription, room: int) -> bytes:
    at = inscription.sealed_at.strftime("D:%Y%m%d%H%M%SZ").encode()
    return (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Contents<" + b"0" * room + b">"
        b"/ByteRange[0 0000000000 0000000000 0000000000]/M(" + at + b")/Name" + text(inscription.name)
        + b"/Reason" + text(inscription.reason) + b"/Location" + text(inscription.location)
        + b"/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]>>"
    )  # fmt: skip


def _filled(base: bytes, body: bytes, sign: Callable[[bytes], bytes], room: int) -> bytes:
    """The whole file with the byte range written and the signature over it put into its place."""
    opening = body.index(b"/Contents<") + len(b"/Contents")
    closing = opening + room + 2
    before, after = len(base) + opening, len(base) + closing
    spans = b"/ByteRange[0 %010d %010d %010d]" % (before, after, len(body) - closing)
    ranged = body.replace(b"/ByteRange[0 0000000000 0000000000 0000000000]", spans, 1)
    digest = hashlib.sha256(base)
    digest.update(ranged[:opening])
    digest.update(ranged[closing:])
    cms = sign(digest.digest()).hex().encode()
    if len(cms) > room:
        raise NotSealable(f"The signature takes {len(cms)} hex digits; {room} are kept for it.")
    return b"".join((base, ranged[:opening], b"<", cms.ljust(room, b"0"), b">", ranged[closing:]))


class _Update:
    """An incremental update of one PDF (ISO 32000-1, 7.5.6)."""

    def __init__(self, base: bytes) -> None:
        start, trailer = _START.search(base), None
        if start is not None:
            trailer = _TRAILER.search(base, int(start[1]))
        size = re.search(rb"/Size (\d+)", trailer[1]) if trailer else None
        if start is None or trailer is None or size is None:
            raise NotSealable("The PDF does not end with a cross-reference table.")
        self._base, self._previous, self._trailer = base, int(start[1]), trailer[1]
        self._table = base.index(b"\n", base.index(b"0 ", self._previous)) + 1
        self._size = int(size[1])
        self._objects: dict[int, bytes] = {}
        self._root = self._follow(trailer[1], b"Root")
        self._catalog = self._object(self._root)
        self.key = 0

    def _follow(self, content: bytes, name: bytes) -> int:
        found = _REFERENCE[name].search(content)
        if found is None:
            raise NotSealable(f"The PDF has no {name.decode()}.")
        return int(found[1])

    def _object(self, number: int) -> bytes:
        """The dictionary of an object without a stream."""
        if number in self._objects:
            return self._objects[number]
        # Each entry of the table has twenty bytes (ISO 32000-1, 7.5.4).
        entry = self._base[self._table + 20 * number : self._table + 20 * number + 10]
        at = int(entry) if entry.isdigit() else 0
        head = b"%d 0 obj" % number
        end = self._base.find(b"endobj", at)
        if not self._base.startswith(head, at) or end < 0:
            raise NotSealable("The PDF's cross-reference table does not fit its objects.")
        return self._base[at + len(head) : end].strip()

    def reserve(self) -> int:
        """The number of a new object."""
        self._size += 1
        return self._size - 1

    def put(self, number: int, content: bytes) -> None:
        """An object, new or in place of the one before."""
        self._objects[number] = content

    def add_widget(self, *, field: int, signature: int) -> int:
        """Hangs the field on the first page and into the structure tree; the page's number."""
        kids = _KIDS.search(self._object(self._follow(self._catalog, b"Pages")))
        page = int(kids[1]) if kids else 0
        content = self._object(page)
        if b"/Type/Page/" not in content + b"/":
            raise NotSealable("The PDF's first page is not where the renderer puts it.")
        annotations = re.search(rb"/Annots\s*\[(.*?)\]", content, re.DOTALL)
        if annotations:
            content = content.replace(annotations[0], b"/Annots[%s %d 0 R]" % (annotations[1], field))
        else:
            content = content[:-2] + b"/Annots[%d 0 R]>>" % field
        self.put(page, content)
        self._tag(field=field, page=page)
        return page

    def _tag(self, *, field: int, page: int) -> None:
        """A Form element for the field (ISO 14289-1, 7.18.4), the last of the document."""
        root = self._follow(self._catalog, b"StructTreeRoot")
        tree = self._object(root)
        top, numbers, following = _TREE.search(tree), _NUMBERS.search(tree), _NEXT_KEY.search(tree)
        children = _LAST_KIDS.search(self._object(int(top[1]))) if top else None
        if top is None or numbers is None or following is None or children is None:
            raise NotSealable("The PDF's structure tree is not the renderer's.")
        element, self.key = self.reserve(), int(following[1])
        tree = tree.replace(numbers[0], b"/ParentTree<</Nums[%s %d %d 0 R]>>" % (numbers[1], self.key, element))
        self.put(root, tree.replace(following[0], b"/ParentTreeNextKey %d" % (self.key + 1)))
        document = self._object(int(top[1]))
        self.put(int(top[1]), document.replace(children[0], b"/K[%s %d 0 R]" % (children[1], element), 1))
        reference = b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>" % (field, page)
        self.put(element, b"<</Type/StructElem/S/Form/P %d 0 R/K[%s]/Pg %d 0 R>>" % (int(top[1]), reference, page))

    def put_catalog(self, *, field: int, signature: int) -> None:
        """The catalog with the form and the certification (ISO 32000-1, 12.7.2 and 12.8.4)."""
        form = b"/AcroForm<</Fields[%d 0 R]/SigFlags 3>>/Perms<</DocMDP %d 0 R>>>>" % (field, signature)
        self.put(self._root, self._catalog[:-2] + form)

    def finish(self) -> bytes:
        """Objects, table and trailer of the update."""
        return self._written(len(self._base), self._previous)

    def followed_by(self, store: Store, *, sealed: bytes) -> bytes:
        """One more update, with the document security store."""
        previous = int(sealed[sealed.rindex(b"startxref") + 9 : -6])
        catalog = self._objects[self._root]
        self._objects = {}
        places = []
        for members in (store.certificates, store.crls, store.ocsps):
            numbers = [self.reserve() for _member in members]
            for number, member in zip(numbers, members, strict=True):
                self.put(number, b"<</Length %d>>\nstream\n%s\nendstream" % (len(member), member))
            places.append(b" ".join(b"%d 0 R" % number for number in numbers))
        self.put(self._root, catalog[:-2] + b"/DSS<</Type/DSS/Certs[%s]/CRLs[%s]/OCSPs[%s]>>>>" % tuple(places))
        return self._written(len(sealed), previous)

    def _written(self, offset: int, previous: int) -> bytes:
        parts, places = [], {}
        for number in sorted(self._objects):
            part = b"%d 0 obj\n%s\nendobj\n" % (number, self._objects[number])
            places[number] = offset
            offset += len(part)
            parts.append(part)
        table = [b"xref\n"]
        table += [b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items()]
        rest = re.sub(rb"/Size \d+", b"/Size %d" % self._size, self._trailer)
        table.append(b"trailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (rest, previous, offset))
        return b"".join(parts + table)
