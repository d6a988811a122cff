"""Issues documents until it is killed; run by `test_kill`. Says each number once the document is issued."""

import sys

from madang.framework.documents import DocumentKind, issue, register
from madang.framework.documents.tests.conftest import CONTENT, FACTS, HANA
from madang.framework.identity.actor import system_actor
from madang.framework.values import clock


def issue_on_and_on() -> None:
    """One document after another."""
    kind = "test.residence"
    register(DocumentKind(code=kind, title="초본", template="documents/plain.typ", office="3000000", valid_days=90))
    while True:
        made = issue(
            kind=kind,
            party=HANA,
            content=CONTENT,
            facts=FACTS,
            language="ko",
            actor=system_actor("test"),
            now=clock.now(),
        )
        sys.stdout.write(made.number + "\n")
        sys.stdout.flush()
