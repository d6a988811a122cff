"""CAdES (ETSI EN 319 122-1), baseline B-B to B-LTA, detached: the signature stands beside the file that it signs.

The archive timestamp is `archive-time-stamp-v3` with its hash index (clauses 5.5.2 and 5.5.3).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from asn1crypto import algos, cms, core, crl, ocsp  # type: ignore[import-untyped]

from madang.systems.signatures.domain.validation.evidence import (
    Covered,
    CoveredKind,
    Material,
    SignatureEvidence,
    Stamp,
)
from madang.systems.signatures.formats import algorithms, tokens
from madang.systems.signatures.formats import cms as own_cms
from madang.systems.signatures.formats.cms import NotReadable
from madang.systems.signatures.formats.signed_files import SignedFile
from madang.systems.signatures.formats.sources import SigningKey, TimestampSource

ARCHIVE_TIMESTAMP = "0.4.0.1733.2.4"
HASH_INDEX = "0.4.0.19122.1.5"


class _Digests(core.SequenceOf):  # type: ignore[misc]
    _child_spec = core.OctetString


class AtsHashIndex(core.Sequence):  # type: ignore[misc]
    """ATSHashIndexV3 (EN 319 122-1, 5.5.2)."""

    _fields = [
        ("hash_ind_algorithm", algos.DigestAlgorithm),
        ("certificates_hash_index", _Digests),
        ("crls_hash_index", _Digests),
        ("unsigned_attr_values_hash_index", _Digests),
    ]


class Cades:
    """Signs `content`; the signature never holds it."""

    def __init__(self, *, content: bytes) -> None:
        self._content = content

    def sign(self, *, data: bytes, key: SigningKey, at: datetime) -> bytes:
        """A signature over the content; `data` is an earlier signature that gets one more signer, or empty."""
        name = algorithms.digest_for(certificate=key.certificate)
        digest = algorithms.digest(algorithm=name, data=self._content)
        made = own_cms.build(key=key, digest=digest, content=None, claimed_at=at)
        if not data:
            return bytes(made.dump())
        signed, fresh = own_cms.load(data), own_cms.load(made.dump())
        infos = [one.dump() for each in (signed, fresh) for one in each["signer_infos"]]
        if name not in {one["algorithm"].native for one in signed["digest_algorithms"]}:
            signed["digest_algorithms"].append(algos.DigestAlgorithm({"algorithm": name}))
        return own_cms.assembled(signed, infos=infos, more=own_cms.material(fresh).certificates)

    def put_value(self, *, signed: bytes, blank: bytes, value: bytes, certificate: bytes) -> bytes:
        """`value` in the place of `blank`."""
        structure = own_cms.load(signed)
        infos = [
            own_cms.with_value(info, value=value) if info["signature"].native == blank else info.dump()
            for info in structure["signer_infos"]
        ]
        return own_cms.assembled(structure, infos=infos)

    def timestamp_signature(self, *, signed: bytes, source: TimestampSource) -> bytes:
        """A signature timestamp for every signer that has none (5.3)."""
        structure = own_cms.load(signed)
        infos = []
        for info in structure["signer_infos"]:
            if own_cms.attribute(info["unsigned_attrs"], own_cms.SIGNATURE_TIMESTAMP):
                infos.append(info.dump())
                continue
            token = tokens.request(source=source, data=info["signature"].native)
            infos.append(own_cms.with_unsigned(info, kind=own_cms.SIGNATURE_TIMESTAMP, value=token))
        return own_cms.assembled(structure, infos=infos)

    def add_material(self, *, signed: bytes, material: Material) -> bytes:
        """Certificates, lists and responses in the structure's own fields (5.4)."""
        structure = own_cms.load(signed)
        fresh = material - own_cms.material(structure)
        status = [crl.CertificateList.load(one).dump() for one in fresh.crls]
        for one in fresh.ocsps:
            response = {"other_rev_info_format": "ocsp_response", "other_rev_info": ocsp.OCSPResponse.load(one)}
            choice = cms.RevocationInfoChoice("other", cms.OtherRevocationInfoFormat(response))
            status.append(choice.dump())
        infos = [one.dump() for one in structure["signer_infos"]]
        return own_cms.assembled(structure, infos=infos, more=fresh.certificates, status=status)

    def timestamp_archive(self, *, signed: bytes, source: TimestampSource, algorithm: str = "sha256") -> bytes:
        """An archive timestamp for every signer."""
        structure = own_cms.load(signed)
        infos = []
        for info in structure["signer_infos"]:
            index = _index(structure, info, algorithm)
            imprint = _imprint(structure, info, index, algorithms.digest(algorithm=algorithm, data=self._content))
            token = own_cms.load(tokens.request(source=source, data=imprint, algorithm=algorithm))
            inner = own_cms.with_unsigned(token["signer_infos"][0], kind=HASH_INDEX, value=index.dump())
            whole = own_cms.assembled(token, infos=[inner])
            infos.append(own_cms.with_unsigned(info, kind=ARCHIVE_TIMESTAMP, value=whole))
        return own_cms.assembled(structure, infos=infos)

    def read(self, *, signed: bytes) -> list[SignatureEvidence]:
        """Every signer."""
        return read(signed=signed, files=(SignedFile(name="", data=self._content),))


def read(*, signed: bytes, files: Sequence[SignedFile] = ()) -> list[SignatureEvidence]:
    """Every signer of a CAdES or plain CMS signature; the one of `files` where it is detached.

    Such a signature names no file: of several, none is it.
    """
    structure = own_cms.load(signed)
    held = structure["encap_content_info"]["content"]
    data, covers = None, tuple[Covered, ...]()
    if not isinstance(held, core.Void) and held.native is not None:
        data, covers = held.contents, (Covered(kind=CoveredKind.PAYLOAD),)
    elif len(files) == 1:
        data, covers = files[0].data, (Covered(kind=CoveredKind.FILE, name=files[0].name),)
    if not len(structure["signer_infos"]):
        raise NotReadable("Nobody has signed this.")
    return [_evidence(structure, info, data, covers) for info in structure["signer_infos"]]


def _evidence(structure: Any, info: Any, data: bytes | None, covers: tuple[Covered, ...]) -> SignatureEvidence:
    def digest_of(name: str) -> bytes:
        if data is None:
            raise LookupError
        return algorithms.digest(algorithm=name, data=data)

    signer = own_cms.read_signer(structure, info, digest_of=digest_of)
    return SignatureEvidence(
        form="CAdES",
        signer=signer.certificate,
        claimed_at=signer.claimed_at,
        algorithms=signer.algorithms,
        steps=tuple(_steps(structure, info, data)),
        fault=signer.fault,
        covers=covers,
    )


def _steps(structure: Any, info: Any, data: bytes | None) -> Iterable[Material | Stamp]:
    """Signature timestamps, then what each archive timestamp covers and itself, then the rest."""
    yield from signature_stamps(info)
    left = own_cms.material(structure)
    archives = [
        _archive(structure, info, value, data) for value in own_cms.attribute(info["unsigned_attrs"], ARCHIVE_TIMESTAMP)
    ]
    for stamp, covered in sorted(archives, key=lambda one: one[0].at):
        yield covered - (covered - left)
        left = left - covered
        yield stamp
    yield left


def signature_stamps(info: Any) -> Iterable[Stamp]:
    """The signature timestamps of a signer."""
    value = info["signature"].native
    for token in own_cms.attribute(info["unsigned_attrs"], own_cms.SIGNATURE_TIMESTAMP):
        yield tokens.read(token.dump(), data_of=lambda _name: value, archive=False)


def _archive(structure: Any, info: Any, value: Any, data: bytes | None) -> tuple[Stamp, Material]:
    token = own_cms.load(value.dump())
    index = _index_of(token["signer_infos"][0])
    name = str(index["hash_ind_algorithm"]["algorithm"].native)
    whole = _Hashed(structure, info, name)
    covered = whole.covered(index)

    def imprinted(algorithm: str) -> bytes | None:
        if data is None or covered is None:
            return None
        return _imprint(structure, info, index, algorithms.digest(algorithm=algorithm, data=data))

    stamp = tokens.read(value.dump(), data_of=imprinted, archive=True)
    return stamp, covered or Material()


def _index_of(info: Any) -> AtsHashIndex:
    values = own_cms.attribute(info["unsigned_attrs"], HASH_INDEX)
    if len(values) != 1:
        raise NotReadable("An archive timestamp lacks its index of digests (EN 319 122-1, 5.5.2).")
    try:
        index: AtsHashIndex = AtsHashIndex.load(values[0].dump())
        index.native  # noqa: B018
    except (ValueError, TypeError) as fault:
        raise NotReadable(f"The index of an archive timestamp cannot be read: {fault}") from None
    return index


class _Hashed:
    """All that an index may name, by digest."""

    def __init__(self, structure: Any, info: Any, name: str) -> None:
        def hashed(one: bytes) -> bytes:
            return algorithms.digest(algorithm=name, data=one)

        self.certificates = {hashed(one.chosen.dump()): one.chosen.dump() for one in structure["certificates"] or ()}
        self.crls = {hashed(one.dump()): one for one in structure["crls"] or ()}
        unsigned = [] if isinstance(info["unsigned_attrs"], core.Void) else info["unsigned_attrs"]
        self.attributes = {
            hashed(one["type"].dump() + value.dump()): one for one in unsigned for value in one["values"]
        }

    def covered(self, index: AtsHashIndex) -> Material | None:
        """What the index names; None when it names what is not there."""
        parts = (("certificates", self.certificates), ("crls", self.crls), ("unsigned_attr_values", self.attributes))
        named = {kind: [one.native for one in index[f"{kind}_hash_index"]] for kind, _known in parts}
        if any(one not in known for kind, known in parts for one in named[kind]):
            return None
        choices = [self.crls[one] for one in named["crls"]]
        partial = cms.SignedData({"version": "v1", "encap_content_info": {"content_type": "data"}})
        if choices:
            partial["crls"] = cms.RevocationInfoChoices(choices)
        lists = own_cms.material(partial) if choices else Material()
        return Material(certificates=tuple(self.certificates[one] for one in named["certificates"])) + lists


def _index(structure: Any, info: Any, algorithm: str) -> AtsHashIndex:
    whole = _Hashed(structure, info, algorithm)
    return AtsHashIndex(
        {
            "hash_ind_algorithm": {"algorithm": algorithm},
            "certificates_hash_index": list(whole.certificates),
            "crls_hash_index": list(whole.crls),
            "unsigned_attr_values_hash_index": list(whole.attributes),
        }
    )


def _imprint(structure: Any, info: Any, index: AtsHashIndex, content_digest: bytes) -> bytes:
    """Clause 5.5.3: content type, digest of the content, the signer's fields as they stand, the index."""
    fields = ("version", "sid", "digest_algorithm", "signed_attrs", "signature_algorithm", "signature")
    kind = structure["encap_content_info"]["content_type"].dump()
    return bytes(kind + content_digest + b"".join(info[name].dump() for name in fields) + index.dump())
