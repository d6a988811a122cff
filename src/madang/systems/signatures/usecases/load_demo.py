"""The trust services of the demonstration: authorities, certificates of its named people, and requests that wait."""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from madang.framework.cases.models import Case
from madang.framework.cases.usecases.open_case import open_case
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.values import Party
from madang.systems.signatures.domain.shares import Share, read_share
from madang.systems.signatures.models import Authority, Certificate
from madang.systems.signatures.usecases.found_services import found_services
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate
from madang.systems.signatures.usecases.request_certificate import PROCEDURE
from madang.systems.signatures.usecases.service_names import trust_services

DEMO = system_actor("signatures.demo")


def load_demo(*, now: datetime) -> int:
    """Founded and issued once; how many certificates subscribers have then."""
    if not Authority.objects.exists():
        services = found_services(actor=DEMO, now=now)
        _keep(root=services.root, shares=services.shares)
    held = Certificate.objects.filter(party__gt="")
    if not held.exists():
        for person, name in (*_people(), *_signing_officials()):
            issue_certificate(wanted=_wanted(person, name), actor=DEMO, now=now)
        office = str(trust_services()["office"])
        operator = trust_services()["operator"]["en"]
        seal = Wanted(profile="seal", party=Party.office(office), name=operator, organisation=operator)
        issue_certificate(wanted=seal, actor=DEMO, now=now)
    if not Case.objects.filter(procedure=PROCEDURE).exists():
        for place, (person, name) in enumerate(_people()):
            _open(person=person, name=name, filed=now - timedelta(days=place, minutes=11 * place))
    return held.count()


def _people() -> list[tuple[str, str]]:
    """Keys and names of the pack's people who sign in."""
    demo: Mapping[str, Any] = pack().data("demo") or {}
    family_first = pack().name_order == "family_first"
    found = []
    for row in demo.get("residents", ()):
        parts = [row["family"]["native"], row["given"]["native"]]
        if row.get("account"):
            found.append((row["person"], "".join(parts) if family_first else " ".join(reversed(parts))))
    return found[:3]


def _signing_officials() -> list[tuple[str, str]]:
    """Keys and names of the pack's officials who sign as persons."""
    demo: Mapping[str, Any] = pack().data("demo") or {}
    return [(row["person"], row["name"]) for row in demo.get("officials", ()) if row.get("person")]


def _wanted(person: str, name: str) -> Wanted:
    return Wanted(profile="person", party=Party.person(person), name=name)


def _open(*, person: str, name: str, filed: datetime) -> None:
    party = Party.person(person)
    data = {"profile": "person", "name": name, "public_key": "", "renews": ""}
    open_case(
        procedure=PROCEDURE,
        applicant=party,
        subject=party,
        office=str(trust_services()["office"]),
        data=data,
        actor=DEMO,
        now=filed,
    )


def _shares_file(root: Authority) -> Path:
    return Path(settings.MADANG_KEYS) / "signatures" / f"demo-shares-{root.key}.txt"


def _keep(*, root: Authority, shares: tuple[Share, ...]) -> None:
    """A demonstration has no custodians: their shares lie in one file, which would make a real root worthless."""
    if not getattr(settings, "MADANG_DEMO", False):
        raise RuntimeError("Custodians keep their own shares; only a demonstration keeps them all.")
    path = _shares_file(root)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{share.write()}\n" for share in shares)


def demo_shares(*, root: Authority) -> tuple[Share, ...]:
    """The shares of the demonstration's root; none for any other root."""
    path = _shares_file(root)
    lines = path.read_text().splitlines() if path.is_file() else []
    return tuple(read_share(text=line) for line in lines)
