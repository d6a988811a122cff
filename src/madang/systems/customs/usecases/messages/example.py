"""A manifest of invented traders, for the tour, for tests, and for people who write a client."""

from datetime import datetime
from decimal import Decimal

from madang.systems.customs.domain import manifest as c


def example_manifest() -> c.Manifest:
    """A ship into Busan: a master bill with two houses, a direct bill, a full container and an empty one."""
    return c.Manifest(
        number="MRN26MADANG0001",
        mode=c.Mode.SEA,
        direction=c.Direction.IMPORT,
        reported_at=datetime(2026, 11, 19, 6, 30),  # noqa: DTZ001 - local to the port
        office="030",
        carrier="MDNG",
        carrier_name="Madang Line",
        conveyance=c.Conveyance(number="9321483", name="MADANG PIONEER", flag="PA"),
        voyage="0047W",
        calls=(
            c.PortCall(place="JPYOK", kind=c.Call.LAST),
            c.PortCall(place="KRPUS", kind=c.Call.ARRIVAL),
            c.PortCall(place="CNSHA", kind=c.Call.NEXT),
        ),
        arrives_at=datetime(2026, 11, 20, 6, 30),  # noqa: DTZ001
        containers=(
            c.Container(
                number="CSQU3054383",
                size_type="22G1",
                seals=(c.Seal(number="KR000123", sealer=c.Sealer.SHIPPER),),
                gross_mass=Decimal("3042.5"),
            ),
            c.Container(number="MSKU0000011", size_type="45G1", full=False),
        ),
        bills=(_master(), _direct()),
    )


def _master() -> c.MasterBill:
    consignee = c.CargoParty(role=c.Role.CONSIGNEE, name="도현상회", number="1208800767", city="Seoul", country="KR")
    forwarder = c.CargoParty(role=c.Role.FORWARDER, name="Hangang Forwarding", city="Busan", country="KR")
    together = c.CargoLine(
        line=1, description="Consolidated cargo", packages=70, package_kind="PK", gross_mass=Decimal("1242.5")
    )
    way = {"loading": "JPYOK", "discharge": "KRPUS"}
    return c.MasterBill(
        number="MDNGMB0001",
        **way,
        parties=(forwarder,),
        goods=(together,),
        houses=(
            c.Bill(number="MDNGHB0001", **way, delivery="KRSEL", parties=(consignee,), goods=(_tea_and_shavers(),)),
            c.Bill(number="MDNGHB0002", **way, parties=(forwarder,), goods=(_paint(),)),
        ),
    )


def _tea_and_shavers() -> c.CargoLine:
    return c.CargoLine(
        line=1,
        description="Green tea and electric shavers",
        packages=60,
        package_kind="CT",
        gross_mass=Decimal("742.5"),
        volume=Decimal("4.2"),
        marks=("YFG 771", "1-60"),
        commodity="090210",
        stowed=(c.Stowed(container="CSQU3054383", packages=60),),
    )


def _paint() -> c.CargoLine:
    return c.CargoLine(
        line=1,
        description="Paint",
        packages=10,
        package_kind="DR",
        gross_mass=Decimal(500),
        dangerous="1263",
        stowed=(c.Stowed(container="CSQU3054383", packages=10),),
    )


def _direct() -> c.MasterBill:
    timber = c.CargoLine(line=1, description="Sawn timber", packages=12, package_kind="BE", gross_mass=Decimal(18_000))
    return c.MasterBill(number="MDNGMB0002", loading="JPYOK", discharge="KRPUS", goods=(timber,))
