"""Path validation measured on NIST's PKITS 1.0.1; each miss is named in pkits/misses.yaml, and a new one fails the test."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cryptography_vectors
import yaml
from asn1crypto import crl, x509
from pyhanko_certvalidator.policy_decl import PKIXValidationParams

from madang.systems.signatures.domain.path import PathInputs, PathStatus, check_path

DATA = Path(cryptography_vectors.__file__).parent / "x509" / "PKITS_data"
HERE = Path(__file__).parent / "pkits"
AT = datetime(2020, 6, 1, tzinfo=UTC)
POLICY = "2.16.840.1.101.3.2.1.48.{}"


def _parameters(row: dict[str, Any]) -> PKIXValidationParams:
    policies = [POLICY.format(number) for number in row.get("policies", ())] or ["any_policy"]
    return PKIXValidationParams(
        user_initial_policy_set=frozenset(policies),
        initial_explicit_policy=row.get("explicit", False),
        initial_policy_mapping_inhibit=row.get("no_mapping", False),
        initial_any_policy_inhibit=row.get("no_any", False),
    )


class _Named:
    """An authority by its names."""

    def __init__(self, certificate: x509.Certificate) -> None:
        self.subject = certificate.subject.hashable
        self.above = {certificate.issuer.hashable} | _list_issuers(certificate)


class Directory:
    """The suite's directory: a verifier looks up the authorities of a path, and what they publish, by name."""

    def __init__(self) -> None:
        self.anchor = (DATA / "certs" / "TrustAnchorRootCertificate.crt").read_bytes()
        found = [path.read_bytes() for path in sorted((DATA / "certs").glob("*.crt")) if not path.stem.endswith("EE")]
        self._authorities = [(_Named(x509.Certificate.load(one)), one) for one in found if one != self.anchor]
        lists = [path.read_bytes() for path in sorted((DATA / "crls").glob("*.crl"))]
        self._lists = [(crl.CertificateList.load(one).issuer.hashable, one) for one in lists]

    def inputs(self, leaf: bytes) -> PathInputs:
        names, authorities = {x509.Certificate.load(leaf).issuer.hashable}, dict[bytes, None]()
        names |= _list_issuers(x509.Certificate.load(leaf))
        for _ in range(8):
            for parsed, data in self._authorities:
                if parsed.subject in names:
                    authorities[data] = None
                    names |= parsed.above
        lists = [data for issuer, data in self._lists if issuer in names]
        return PathInputs(anchors=(self.anchor,), certificates=tuple(authorities), crls=tuple(lists))


def _list_issuers(certificate: x509.Certificate) -> set[str]:
    points = certificate.crl_distribution_points_value or ()
    return {
        name.chosen.hashable
        for point in points
        for name in (point["crl_issuer"] or ())
        if name.name == "directory_name"
    }


def test_pkits_is_met_but_for_the_misses_that_are_named() -> None:
    directory = Directory()
    expected = yaml.safe_load((HERE / "expected.yaml").read_text())
    misses: dict[str, str] = {}
    score: Counter[bool] = Counter()
    for number, row in expected.items():
        leaf = (DATA / "certs" / f"{row['certificate']}.crt").read_bytes()
        result = check_path(
            leaf=leaf, inputs=directory.inputs(leaf), at=AT, parameters=_parameters(row), late_status=False
        )
        met = (result.status is PathStatus.VALID) == row["valid"]
        score[met] += 1
        if not met:
            misses[number] = f"{row['certificate']}: {result.status} {result.why}"
    named = yaml.safe_load((HERE / "misses.yaml").read_text())
    assert set(misses) == set(named), "\n".join(f"{one}: {why}" for one, why in misses.items())
    assert (score[True], sum(score.values())) == (len(expected) - len(named), len(expected))
