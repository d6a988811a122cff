"""What every view declares: to whom it is open. A view that declares nothing is open to nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from madang.framework.identity.actor import Actor, ActorKind, Assurance


class Circle(StrEnum):
    """A circle of actors."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    RESIDENTS = "residents"
    OFFICIALS = "officials"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Access:
    """To whom a view is open. `duties` narrows OFFICIALS; empty means any duty. `assurance` is the least that is enough."""

    circle: Circle
    duties: tuple[str, ...] = ()
    assurance: int = Assurance.NONE

    def allows(self, actor: Actor) -> bool:
        """Whether the door opens for `actor`. MEMBERS passes here: the exchange checks certificate and signature itself."""
        if self.circle in (Circle.ANYONE, Circle.MEMBERS):
            return True
        if not actor.is_signed_in or actor.assurance < self.assurance:
            return False
        if self.circle is Circle.RESIDENTS:
            return actor.party is not None
        if self.circle is Circle.OFFICIALS:
            held = {duty.code for duty in actor.duties}
            return actor.kind is ActorKind.OFFICIAL and bool(held.intersection(self.duties) if self.duties else held)
        return self.circle is Circle.SIGNED_IN

    def __str__(self) -> str:
        return f"{self.circle}({', '.join(self.duties)})" if self.duties else str(self.circle)


ANYONE = Access(Circle.ANYONE)
SIGNED_IN = Access(Circle.SIGNED_IN)
RESIDENTS = Access(Circle.RESIDENTS)
ANY_OFFICIAL = Access(Circle.OFFICIALS)
MEMBERS = Access(Circle.MEMBERS)


def residents(*, assurance: int) -> Access:
    """Open to residents who signed in this surely."""
    return Access(Circle.RESIDENTS, assurance=assurance)


def officials(*duties: str, assurance: int = Assurance.NONE) -> Access:
    """Open to officials who hold one of these duties today."""
    if not duties:
        raise ImproperlyConfigured("Name the duties, or declare ANY_OFFICIAL.")
    return Access(Circle.OFFICIALS, duties, assurance)


Declaration = tuple[Access, ...]
View = TypeVar("View", bound=Callable[..., Any])


def open_to(*access: Access) -> Callable[[View], View]:
    """Declare a view (a function, or a view class) open to whom any of these lets in. Must be the outermost decorator."""
    if not access:
        raise ImproperlyConfigured("A view is open to somebody: name whom.")

    def declare(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return declare


def access_of(view: Any, *, method: str = "GET") -> Declaration | None:
    """What `view` declares; None where it declares nothing. Endpoints declare by operation: `auth=endpoint_open_to(…)`."""
    for holder in (view, getattr(view, "view_class", None), getattr(view, "func", None)):
        declared = getattr(holder, "access", None)
        if isinstance(declared, tuple) and declared and all(isinstance(one, Access) for one in declared):
            return declared
    return _access_of_operation(view, method=method)


def _operations(view: Any) -> list[Any]:
    """The operations of a django-ninja path, which hands Django a closure over its path view."""
    names = getattr(getattr(view, "__code__", None), "co_freevars", ())
    cells = dict(zip(names, getattr(view, "__closure__", None) or (), strict=False))
    path_view = cells["self"].cell_contents if "self" in cells else getattr(view, "__self__", None)
    return list(getattr(path_view, "operations", ()))


def is_endpoint(view: Any) -> bool:
    """Whether `view` answers programs (a django-ninja path) and not people."""
    return bool(_operations(view))


def _access_of_operation(view: Any, *, method: str) -> Declaration | None:
    """The declaration of the django-ninja operation that answers `method`, from its `auth` callbacks."""
    operations = _operations(view)
    chosen = [one for one in operations if method in one.methods] or operations
    declared: list[Access] = []
    for operation in chosen:
        callbacks = operation.auth_callbacks
        if not callbacks or not all(hasattr(callback, "access") for callback in callbacks):
            return None
        declared.extend(access for callback in callbacks for access in callback.access)
    return tuple(declared) or None


def is_open(declared: Declaration, *, actor: Actor) -> bool:
    """Whether one of the declared circles lets `actor` in."""
    return any(access.allows(actor) for access in declared)


@dataclass(frozen=True, slots=True)
class DutyTitle:
    """A duty that offices give: its permanent code and its translated title."""

    code: str
    title: object
    describes: object = ""


_duties: dict[str, DutyTitle] = {}


def duty(code: str, *, title: object, describes: object = "") -> DutyTitle:
    """Declare a duty. Declared twice with one code, the later title stands (a system may be reloaded)."""
    _duties[code] = DutyTitle(code, title, describes)
    return _duties[code]


def duty_title(code: str) -> str:
    """The translated title of a duty; its code where nobody declared it."""
    return str(_duties[code].title) if code in _duties else code


def is_duty(code: str) -> bool:
    """Whether the duty is declared here, or belongs to a system that runs at a neighbour, whose worklist is shown here too."""
    return code in _duties or code.partition(".")[0] in settings.ROADS


def duties() -> tuple[DutyTitle, ...]:
    """All declared duties by code."""
    return tuple(_duties[code] for code in sorted(_duties))
