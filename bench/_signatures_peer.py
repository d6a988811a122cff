"""certomancer issues, answers and stamps with the keys that the bench made; prints its rates a CPU second."""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import ocsp, tsp
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, ServiceLabel

COUNT, ROUNDS = 100, 3
HEAD = """
external-url-prefix: "http://test.test"
keysets:
  k:
    path-prefix: .
    keys:
      root: {path: ca.key}
      leaf: {path: leaf.key}
      tsa: {path: tsa.key}
pki-architectures:
  a:
    keyset: k
    entity-defaults: {country-name: XX}
    entities:
      root: {common-name: Root}
      tsa: {common-name: TSA}
      leaf: {common-name: Leaf}
    certs:
      root:
        subject: root
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2500-01-01T00:00:00+0000"}
        profiles: [{id: simple-ca}]
      tsa:
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2100-01-01T00:00:00+0000"}
        profiles: [{id: digsig-commitment}]
"""
LEAF = """      leaf%d:
        subject: leaf
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2100-01-01T00:00:00+0000"}
        profiles: [{id: digsig-commitment}]
"""
TAIL = """    services:
      ocsp:
        o: {for-issuer: root, responder-cert: root, signing-key: root}
      time-stamping:
        t: {signing-key: tsa, signing-cert: tsa}
"""


def _rate(call: Callable[[int], object]) -> float:
    start = time.process_time()
    for place in range(COUNT):
        call(place)
    return COUNT / (time.process_time() - start)


def main() -> None:
    """Print the rates."""
    folder = Path(sys.argv[1])
    (folder / "c.yml").write_text(HEAD + "".join(LEAF % place for place in range(COUNT * ROUNDS)) + TAIL)
    config = CertomancerConfig.from_file(str(folder / "c.yml"), key_search_dir=str(folder))
    arch = config.get_pki_arch(ArchLabel("a"))
    services, now = arch.service_registry, datetime.now(tz=UTC)
    issue = max(
        _rate(lambda place, start=turn * COUNT: arch.get_cert(CertLabel(f"leaf{start + place}")).dump())
        for turn in range(ROUNDS)
    )
    responder = services.summon_responder(ServiceLabel("o"), at_time=now)
    leaf, root = arch.get_cert(CertLabel("leaf0")), arch.get_cert(CertLabel("root"))
    named = {
        "hash_algorithm": {"algorithm": "sha1"},
        "issuer_name_hash": root.subject.sha1,
        "issuer_key_hash": root.public_key.sha1,
        "serial_number": leaf.serial_number,
    }
    asked = ocsp.OCSPRequest({"tbs_request": {"request_list": [{"req_cert": named}]}}).dump()
    answer = max(
        _rate(lambda _: responder.build_ocsp_response(ocsp.OCSPRequest.load(asked)).dump()) for _ in range(ROUNDS)
    )
    stamper = services.summon_timestamper(ServiceLabel("t"), at_time=now)
    query = (folder / "q.tsq").read_bytes()
    stamp = max(
        _rate(lambda _: stamper.request_tsa_response(tsp.TimeStampReq.load(query)).dump()) for _ in range(ROUNDS)
    )
    sys.stdout.write(json.dumps({"issue": issue, "answer": answer, "stamp": stamp}))


main()
