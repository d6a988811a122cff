"""A port drawn on the server: water with ships, quays and bonded areas, each with what lies there and what lies too long."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madang.framework.ui import written
from madang.framework.ui.maps import shade
from madang.framework.values import clock
from madang.systems.customs.domain.container import Where
from madang.systems.customs.models import BondedMovement, BondedStore, CargoAt, CargoPort, ContainerStay, DepartureGoods
from madang.systems.customs.web.cargo.words import STORES, Names

WIDTH, HEIGHT, BOX, TALL = 800, 440, 176, 92


@dataclass(frozen=True, kw_only=True)
class Box:
    """A place on the drawing, and a row of the table."""

    code: str
    name: str
    kind: str
    bills: int
    packages: int
    over: int
    """Bills whose term is over."""
    empties: int = 0
    """Empty containers that stand there."""
    x: int = 0
    y: int = 0
    shade: int = 0

    @property
    def middle(self) -> int:
        """Where its text stands."""
        return self.x + BOX // 2

    @property
    def lines(self) -> tuple[int, int, int, int]:
        """The heights of its lines of text: without a fourth they lie wider."""
        if self.empties and self.over:
            return self.y + 22, self.y + 42, self.y + 62, self.y + 82
        return self.y + 28, self.y + 54, self.y + 78, self.y + 78

    @property
    def squeezed(self) -> bool:
        """Whether the name is wider than its box."""
        return sum(8 if sign.isascii() else 15 for sign in self.name) > BOX - 12

    @property
    def says(self) -> str:
        """Its figures in a few words."""
        return _("{packages} pkgs · {bills} bills").format(
            packages=written.number(self.packages), bills=written.number(self.bills)
        )

    @property
    def stands(self) -> str:
        """How many containers stand there empty."""
        return _("{count} empty containers").format(count=written.number(self.empties)) if self.empties else ""

    @property
    def warns(self) -> str:
        """What is wrong there."""
        return _("{over} overdue").format(over=written.number(self.over)) if self.over else ""


def port_map(*, port: CargoPort, names: Names) -> str:
    """The drawing of a port and its table."""
    boxes, aboard = _boxes(port, names), _aboard(port)
    content = {
        "title": names.port(port.code),
        "boxes": boxes,
        "rows": [aboard, *boxes, _moving(port), _departing(port)],
        "aboard": aboard,
        "width": WIDTH,
        "height": HEIGHT,
        "box": BOX,
        "inner": BOX - 12,
        "tall": TALL,
    }
    return get_template("customs/cargo/port.html").render(content)


def _boxes(port: CargoPort, names: Names) -> list[Box]:
    today = timezone.localdate(clock.now())
    stores = list(BondedStore.objects.filter(port=port.code).order_by("code"))
    there = CargoAt.objects.filter(spot__in=("landed", "stored"), place__in=[one.code for one in stores])
    figures = there.values("place").annotate(
        bills=Count("pk"), packages=Sum("packages"), over=Count("pk", filter=Q(due_on__lt=today))
    )
    counted = {row["place"]: (row["bills"], row["packages"], row["over"]) for row in figures}
    for terminal, bills, packages in _leaving([one.code for one in stores]):
        before = counted.get(terminal, (0, 0, 0))
        counted[terminal] = before[0] + bills, before[1] + packages, before[2]
    boxes = ContainerStay.objects.filter(place__in=[one.code for one in stores], packed=False, ended=False)
    empties = dict(boxes.values_list("place").annotate(count=Count("pk")))
    most = max((packages for _bills, packages, _over in counted.values()), default=0)
    return [
        Box(
            code=one.code,
            name=names.short(one.code),
            kind=str(STORES[one.kind]),
            bills=bills,
            packages=packages,
            over=over,
            empties=empties.get(one.code, 0),
            x=one.x * WIDTH // 100,
            y=one.y * HEIGHT // 100,
            shade=shade(value=packages or None, low=0, high=most),
        )
        for one in stores
        for bills, packages, over in (counted.get(one.code, (0, 0, 0)),)
    ]


def _leaving(stores: list[str]) -> list[tuple[str, int, int]]:
    """What waits at each to be loaded: bills and packages. Transhipped goods are counted under the bill that brought them."""
    waiting = DepartureGoods.objects.filter(terminal__in=stores, waiting__gt=0, arrival=None).values("terminal")
    rows = waiting.annotate(bills=Count("bill", distinct=True), packages=Sum("waiting"))
    return [(row["terminal"], row["bills"], row["packages"]) for row in rows]


def _departing(port: CargoPort) -> Box:
    found = DepartureGoods.objects.filter(loaded__gt=0, bill__loading=port.code).aggregate(
        bills=Count("bill", distinct=True), sum=Sum("loaded")
    )
    return Box(
        code="",
        name=pgettext("cargo", "Loaded, to leave"),
        kind=pgettext("cargo", "Ships"),
        bills=found["bills"],
        packages=found["sum"] or 0,
        over=0,
        empties=_empties(port, Where.LOADED),
    )


def _empties(port: CargoPort, where: Where) -> int:
    """Empty containers on ships that come to the port, or leave it."""
    return ContainerStay.objects.filter(port=port.code, spot=where.value, packed=False, ended=False).count()


def _aboard(port: CargoPort) -> Box:
    found = CargoAt.objects.filter(spot="aboard", bill__discharge=port.code).aggregate(
        bills=Count("pk"), sum=Sum("packages")
    )
    return Box(
        code="",
        name=pgettext("cargo", "Aboard"),
        kind=pgettext("cargo", "Ships"),
        bills=found["bills"],
        packages=found["sum"] or 0,
        over=0,
        empties=_empties(port, Where.ABOARD),
    )


def _moving(port: CargoPort) -> Box:
    today = timezone.localdate(clock.now())
    rows = BondedMovement.objects.filter(
        ended_at=None, to__in=BondedStore.objects.filter(port=port.code).values("code")
    )
    found = rows.aggregate(
        bills=Count("pk"), all=Sum("packages"), here=Sum("arrived"), over=Count("pk", filter=Q(due_on__lt=today))
    )
    packages = (found["all"] or 0) - (found["here"] or 0)
    return Box(
        code="",
        name=_("On the way here under bond"),
        kind=pgettext("cargo", "Road"),
        bills=found["bills"],
        packages=packages,
        over=found["over"],
    )
