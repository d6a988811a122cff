"""What a sealed certificate costs from the question to the record, beside WeasyPrint with stock pyHanko for the same page.

Ours: the counter asks the exchange, the register is read, the page is drawn (PDF/A-2a, PDF/UA-1), its facts are signed for
the QR code, the file is sealed (PAdES B-B, P-256), numbered, stored, recorded and audited. Both take turns in one run; CPU
seconds are those of the process that does the work, the database's apart.
"""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
ROUNDS, OURS, THEIRS = 7, 20, 3
GOAL_RATIO, GOAL_RATE = 10.0, 40.0


class Peer:
    """The peer's process, told how many to make, answering with its CPU seconds."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def make(self, count: int) -> dict[str, Any]:
        """`count` certificates."""
        sent, answers = self._process.stdin, self._process.stdout
        if sent is None or answers is None:
            raise RuntimeError("The peer has no pipes.")
        sent.write(f"{count}\n")
        sent.flush()
        answer: dict[str, Any] = json.loads(answers.readline())
        return answer


@contextmanager
def _peer(data: dict[str, Any]) -> Iterator[Peer]:
    command = [str(PEER), str(HERE / "_certificate_peer.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None:
            raise RuntimeError("The peer has no pipes.")
        process.stdin.write(json.dumps(data) + "\n")
        process.stdin.flush()
        yield Peer(process)
        process.stdin.close()


def _certificates() -> Callable[[], object]:
    """One certificate a call, asked through the exchange for one resident after another."""
    from django.db import connection

    from madang.contracts.envelope import own_request
    from madang.contracts.services_v1 import IssueCertificate
    from madang.exchange import Asking, ask_member
    from madang.framework.identity.actor import Actor, ActorKind
    from madang.framework.values import Party
    from madang.framework.values.identifiers import new_key

    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM population_person WHERE died_on IS NULL ORDER BY key LIMIT 500")
        people = [key for (key,) in cursor.fetchall()]
    turn = iter(range(10**9))

    def one() -> object:
        party = Party.person(people[next(turn) % len(people)])
        query = IssueCertificate(
            service="population.abstract",
            party=party,
            answers={"former_addresses": "all"},
            language="ko",
            application="",
        )
        asking = Asking(
            system="civil",
            actor=Actor(kind=ActorKind.RESIDENT, name="Bench", person=party.key),
            purpose="Measuring",
            basis=own_request(),
            subject=party,
            idempotency_key=new_key(),
        )
        return ask_member(query, asking, system="population")

    return one


def _page_of(one: Callable[[], object]) -> dict[str, Any]:
    """One page's data and images as ours draws them, for the peer to draw the same."""
    import sys

    from madang.framework.documents.usecases import issue

    module = sys.modules[issue.__module__]
    seen: list[dict[str, Any]] = []
    draw = module.render  # type: ignore[attr-defined]

    def noting(*, template: str, data: dict[str, Any], images: dict[str, bytes]) -> bytes:
        seen.append({"data": data, "images": images})
        drawn: bytes = draw(template=template, data=data, images=images)
        return drawn

    module.render = noting  # type: ignore[attr-defined]
    try:
        one()
    finally:
        module.render = draw  # type: ignore[attr-defined]
    return seen[0]


def _cpu(call: Callable[[], object], count: int) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    for _ in range(count):
        call()
    return (time.process_time() - start) / count


def figures() -> list[dict[str, object]]:
    """The whole certificate, the page alone, the seal alone."""
    from madang.framework.documents.models import Document
    from madang.framework.documents.rendering import render

    one = _certificates()
    page = _page_of(one)
    code = Document.objects.latest("pk").statement
    fonts = str(HERE.parent / "node_modules" / "pretendard-gov" / "dist" / "public" / "static")
    told = page["data"] | {"code": code, "fonts": fonts}
    seal_one = _sealing()
    ours: list[float] = []
    drawn: list[float] = []
    sealed: list[float] = []
    theirs: list[dict[str, Any]] = []
    with _peer(told) as peer:
        peer.make(1)
        _cpu(one, 5)
        for _ in range(ROUNDS):
            ours.append(_cpu(one, OURS))
            theirs.append(peer.make(THEIRS))
            drawn.append(_cpu(lambda: render(template="population/abstract.typ", **_renumbered(page)), OURS))
            sealed.append(_cpu(seal_one, 10 * OURS))
    return _rows(ours=min(ours), drawn=min(drawn), sealed=min(sealed), theirs=theirs)


def _renumbered(page: dict[str, Any]) -> dict[str, Any]:
    """The same page under another number: typst keeps what it drew, and would only hand out a page seen before."""
    from madang.framework.documents.domain.numbers import new_number

    data = page["data"]
    return page | {"data": data | {"document": data["document"] | {"number": new_number(member="bench")}}}


def _sealing() -> Callable[[], object]:
    """The seal alone, on a certificate as typst left it."""
    from madang.framework.documents import keeping
    from madang.framework.documents.models import Document
    from madang.framework.documents.seal.pades import Inscription
    from madang.framework.documents.seal.sealer import sealer
    from madang.framework.values import clock

    document = Document.objects.latest("pk")
    data = keeping.read(sha256=document.sha256)
    pdf = data[: data.index(b"%%EOF") + 5]
    inscription = Inscription(name=document.issuer, reason=document.number, location="", sealed_at=clock.now())
    return lambda: sealer().seal(pdf=pdf, inscription=inscription)


def _rows(*, ours: float, drawn: float, sealed: float, theirs: list[dict[str, Any]]) -> list[dict[str, object]]:
    peer = min(answer["cpu"] for answer in theirs) / THEIRS
    signing = min(answer["signing"] for answer in theirs) / THEIRS
    rates = {"ours": round(1 / ours, 1), "peer": round(1 / peer, 2), "limit": round(1 / drawn, 1)}
    whole = "sealed certificates a CPU second, asked, drawn, sealed, numbered, recorded, audited"
    return [
        {
            "figure": f"{whole} (the peer only draws and signs; the limit only draws)",
            **rates,
            "ratio": round(peer / ours, 1),
            "goal": f"ratio >= {GOAL_RATIO:.0f}",
            "met": peer / ours >= GOAL_RATIO,
        },
        {
            "figure": whole,
            **rates,
            "ratio": round(peer / ours, 1),
            "goal": f"ours >= {GOAL_RATE:.0f}",
            "met": 1 / ours >= GOAL_RATE,
        },
        {
            "figure": "seals a CPU second (PAdES B-B; ours P-256 and prepared, the peer stock pyHanko with RSA-2048)",
            "ours": round(1 / sealed),
            "peer": round(1 / signing, 1),
            "limit": None,
            "ratio": round(signing / sealed, 1),
            "goal": "told",
            "met": True,
        },
    ]
