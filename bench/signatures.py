"""Certificates, OCSP answers and timestamps a CPU second, beside openssl and certomancer for the same in one run.

Ours go through the whole use case, and OCSP answers also through the whole web application (a POST as the server hands it over:
id, log, metrics, access, headers); the database's own seconds stand apart. `openssl ocsp` is a responder on a port and answers
many requests from its index; `openssl x509 -req` and `openssl ts -reply` make one a process, as there is no other way to run
them. certomancer, a Python library, makes them in its own process. All keys are P-256.
"""

import io
import json
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
ROUNDS, OURS, MANY, FEW = 3, 200, 200, 20


def figures() -> list[dict[str, object]]:
    """Three figures, each beside openssl (ratio) and certomancer (told in the name)."""
    from madang.framework.values import clock
    from madang.systems.signatures.usecases.load_demo import load_demo

    load_demo(now=clock.now())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        calls = _ours(folder)
        rates = {what: _best(call, OURS // 4 if what == "issue" else OURS) for what, call in calls.items()}
        _openssl_setup(folder)
        theirs = {"issue": _processes(folder, ISSUE), "answer": _responder(folder), "stamp": _processes(folder, STAMP)}
        third = _certomancer(folder)
    rows = []
    for what, name in (
        ("issue", "certificates issued and registered a CPU second"),
        ("answer", "OCSP answers with nonce a CPU second"),
        ("presigned", "OCSP answers without nonce (kept) a CPU second"),
        ("answer over HTTP", "OCSP answers with nonce through the web application a CPU second"),
        ("presigned over HTTP", "kept OCSP answers through the web application a CPU second"),
        ("stamp", "timestamps a CPU second"),
    ):
        peer = theirs.get(what, theirs["answer"])
        other = third.get(what, third["answer"])
        rows.append(
            {
                "figure": f"{name} (openssl; certomancer {other:.0f})",
                "ours": round(rates[what]),
                "peer": round(peer),
                "limit": round(_signing_limit()),
                "ratio": round(rates[what] / peer, 1),
                "goal": "told",
                "met": True,
            }
        )
    return rows


def _best(call: Callable[[], object], count: int) -> float:
    call()
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(count):
            call()
        found.append(count / (time.process_time() - start))
    return max(found)


def _signing_limit() -> float:
    """P-256 signatures alone."""
    from madang.systems.signatures.gateways.keys import new_memory_key

    key = new_memory_key()
    return _best(lambda: key.sign(data=b"x" * 300), 500)


def _posted(data: bytes) -> Callable[[], object]:
    """A POST to the responder as a WSGI server hands it over; the answer is read to its end, and must be one."""
    from madang.site.wsgi import application

    def call() -> bytes:
        told: list[str] = []
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/signatures/ocsp/",
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/ocsp-request",
            "CONTENT_LENGTH": str(len(data)),
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(data),
            "wsgi.errors": sys.stderr,
        }
        response = application(environ, lambda status, *_: told.append(status))
        body = b"".join(response)
        response.close()
        assert told == ["200 OK"], (told, body[:200])
        return body

    return call


def _ours(folder: Path) -> dict[str, Callable[[], object]]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.ocsp import OCSPRequestBuilder

    from madang.framework.identity.actor import system_actor
    from madang.framework.values import Party, clock
    from madang.systems.signatures.gateways.keys import new_memory_key
    from madang.systems.signatures.usecases.answer_ocsp import answer_ocsp
    from madang.systems.signatures.usecases.issue_certificate import Wanted, current_authority, issue_certificate
    from madang.systems.signatures.usecases.timestamp import answer_timestamp

    actor, public = system_actor("bench"), new_memory_key().public_key
    wanted = Wanted(profile="person", party=Party.person("bench"), name="Bench", public_key=public)
    certificate = issue_certificate(wanted=wanted, actor=actor, now=clock.now())
    pair = [bytes(certificate.der), bytes(current_authority(now=clock.now()).certificate)]
    leaf, issuer = (x509.load_der_x509_certificate(one) for one in pair)
    builder = OCSPRequestBuilder().add_certificate(leaf, issuer, hashes.SHA1())
    der = serialization.Encoding.DER
    plain = builder.build().public_bytes(der)
    nonce = builder.add_extension(x509.OCSPNonce(b"n" * 16), critical=False).build().public_bytes(der)
    (folder / "data").write_bytes(b"what existed")
    _run(folder, "ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "q.tsq")
    query = (folder / "q.tsq").read_bytes()
    return {
        "issue": lambda: issue_certificate(wanted=wanted, actor=actor, now=clock.now()),
        "answer": lambda: answer_ocsp(request=nonce, now=clock.now()),
        "presigned": lambda: answer_ocsp(request=plain, now=clock.now()),
        "answer over HTTP": _posted(nonce),
        "presigned over HTTP": _posted(plain),
        "stamp": lambda: answer_timestamp(request=query, now=clock.now()),
    }


def _run(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


ISSUE = ("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "365", "-out", "made.pem")
STAMP = ("ts", "-reply", "-config", "ts.cnf", "-queryfile", "q.tsq", "-out", "r.tsr")
CONFIGURATION = """[tsa]
default_tsa = t
[t]
dir = .
serial = serial
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.32473.1
digests = sha256
ess_cert_id_alg = sha256
"""


def _openssl_setup(folder: Path) -> None:
    """An authority, a leaf, a responder's index and a timestamping unit for openssl."""
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    _run(folder, "req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/C=XX/CN=CA", "-days", "365")
    _run(folder, "req", *new, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/C=XX/CN=leaf")
    _run(folder, *ISSUE[:-1], "leaf.pem", "-set_serial", "4096")
    extension = "extendedKeyUsage=critical,timeStamping"
    _run(
        folder,
        "req",
        "-x509",
        *new,
        "-keyout",
        "tsa.key",
        "-out",
        "tsa.pem",
        "-subj",
        "/C=XX/CN=TSA",
        "-addext",
        extension,
    )
    (folder / "ts.cnf").write_text(CONFIGURATION)
    (folder / "serial").write_text("01\n")
    (folder / "index.txt").write_text("V\t360101000000Z\t\t1000\tunknown\t/C=XX/CN=leaf\n")
    (folder / "index.txt.attr").write_text("unique_subject = no\n")
    _run(folder, "ocsp", "-issuer", "ca.pem", "-cert", "leaf.pem", "-reqout", "o.req")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _processes(folder: Path, arguments: tuple[str, ...]) -> float:
    start = _children()
    for _ in range(FEW):
        _run(folder, *arguments)
    return FEW / (_children() - start)


def _responder(folder: Path) -> float:
    """`openssl ocsp -port`: one process answers all; its CPU seconds are known once it ended."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = _children()
    command = ["openssl", "ocsp", "-port", str(port), "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem"]
    command += ["-rkey", "ca.key", "-nrequest", str(MANY), "-ignore_err"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(1)
        headers = {"Content-Type": "application/ocsp-request"}
        request = urllib.request.Request(f"http://127.0.0.1:{port}/", (folder / "o.req").read_bytes(), headers)
        for _ in range(MANY):
            with urllib.request.urlopen(request, timeout=10) as response:
                response.read()
        process.wait(timeout=20)
    return MANY / (_children() - start)


def _certomancer(folder: Path) -> dict[str, float]:
    """certomancer's rates, from a process in the environment of the peers."""
    command = [str(PEER), str(HERE / "_signatures_peer.py"), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found
