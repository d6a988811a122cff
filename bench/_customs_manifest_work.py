"""A child of customs_manifest.py, in the scratch database. Prints one line of JSON.

python _customs_manifest_work.py prepare | measure BILLS | lodge BILLS NAME | count NAME
"""

import json
import os
import sys
import time
from datetime import datetime
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from madang.framework.identity.actor import system_actor
from madang.framework.values import clock
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.domain.manifest import Mode, container_check_digit
from madang.systems.customs.formats.manifest_csv import Voyage, read
from madang.systems.customs.models import CargoBill, ContainerStay
from madang.systems.customs.usecases.cargo.lodge_manifest import lodge_manifest
from madang.systems.customs.usecases.cargo.write_bills import Lodging

TABLES = (
    *("customs_manifest", "customs_bill", "customs_cargo_step", "customs_cargo_at", "customs_container"),
    *("customs_in_container", "customs_container_step"),
)
HEAD = "master,house,loading,discharge,description,packages,package_kind,gross_mass,container,size_type,seal,consignee"


def table(*, bills: int, name: str) -> bytes:
    """House bills, twenty to a master and a container."""
    rows = [HEAD]
    for place in range(bills):
        first = f"MD{chr(65 + ord(name[-1]) % 20)}U{place // 20:06d}"
        box = f"{first}{container_check_digit(number=first)}"
        rows.append(
            f"{name}M{place // 20:06d},{name}H{place:07d},CNSHA,KRPUS,Parts of machines no. {place},{place % 40 + 1},CT,"
            f"{place % 900 + 10}.5,{box},22G1,S{place // 20},Consignee {place % 997}"
        )
    return "\n".join(rows).encode()


def voyage(*, name: str) -> Voyage:
    """A ship to Busan."""
    return Voyage(
        reference=name,
        mode=Mode.SEA,
        carrier="MDGL",
        conveyance_number="9074729",
        conveyance_name="MADANG",
        voyage=name,
        last_port="CNSHA",
        port="KRPUS",
        arrives_at=datetime.fromisoformat("2026-12-01T10:00"),
        reported_at=clock.now(),
    )


def lodge(*, bills: int, name: str) -> dict[str, Any]:
    """Read, check, write; how long."""
    data = table(bills=bills, name=name)
    say({})
    began = time.perf_counter()
    manifest = read(data=data, voyage=voyage(name=name))
    was_read = time.perf_counter() - began
    lodging = Lodging(manifest=manifest, kind=Lodged.HOUSE, source="csv", digest=name, lodger="1018100001")
    lodge_manifest(lodging=lodging, actor=system_actor("bench"), now=clock.now())
    seconds = time.perf_counter() - began
    containers = ContainerStay.objects.filter(voyage=name).count()
    return {"seconds": seconds, "read": was_read, "megabytes": len(data) / 1e6, "containers": containers}


def limit() -> float:
    """Seconds to COPY what is there into tables without anything on them."""
    seconds = 0.0
    with transaction.atomic(), connection.cursor() as cursor:
        for name in TABLES:
            cursor.execute(f"CREATE TEMP TABLE bare_{name} (LIKE {name})")
            with connection.connection.cursor() as raw:
                with raw.copy(f"COPY {name} TO STDOUT") as copy:
                    held = b"".join(bytes(part) for part in copy)
                began = time.perf_counter()
                with raw.copy(f"COPY bare_{name} FROM STDIN") as copy:
                    copy.write(held)
                seconds += time.perf_counter() - began
    return seconds


def say(told: dict[str, Any]) -> None:
    """One line for the parent."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main(what: str, *given: str) -> dict[str, Any]:
    """One of the commands."""
    if what == "prepare":
        call_command("migrate", verbosity=0)
        return {}
    if what == "measure":
        return lodge(bills=int(given[0]), name="B1") | {"limit": limit()}
    if what == "lodge":
        return lodge(bills=int(given[0]), name=given[1])
    return {"bills": CargoBill.objects.filter(manifest__reference=given[0]).count()}


say(main(*sys.argv[1:]))
