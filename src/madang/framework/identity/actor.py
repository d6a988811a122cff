"""Who acts: the value that every door hands to every use case. Plain Python."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from madang.framework.identity import scope as scopes
from madang.framework.values import Party


class ActorKind(StrEnum):
    """What sort of actor."""

    ANONYMOUS = "anonymous"
    RESIDENT = "resident"
    OFFICIAL = "official"
    SYSTEM = "system"


class Assurance(IntEnum):
    """How surely we know who it is (eIDAS Regulation art. 8(2)): a password is low; trust services bring the rest."""

    NONE = 0
    LOW = 1
    SUBSTANTIAL = 2
    HIGH = 3


def name_in(*, language: str, native: str, latin: str) -> str:
    """A name as `language` writes it: in Latin letters where it is known so and the language is not the name's own."""
    return native if language.startswith("ko") or not latin else latin


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty that an official holds today at an office."""

    office_code: str
    office_name: str
    code: str


@dataclass(frozen=True, slots=True)
class ActingFor:
    """The party for whom a holder acts, by which mandate, and how far and how long it reaches."""

    party: Party
    mandate_id: str
    scope: tuple[str, ...]
    name: str = ""
    until: date | None = None
    name_latin: str = ""

    def name_in(self, language: str) -> str:
        """The party's name as `language` writes it, as of an actor."""
        return name_in(language=language, native=self.name, latin=self.name_latin)

    def covers(self, *, action: str, code: str = "") -> bool:
        """Whether the mandate allows `action` on the service `code`."""
        return scopes.covers(scope=self.scope, action=action, code=code)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. While acting for another, an actor carries no duties: nobody mixes an office with a mandate."""

    kind: ActorKind
    account_id: int | None = None
    name: str = ""
    person: str | None = None
    acting_for: ActingFor | None = None
    duties: tuple[Duty, ...] = ()
    assurance: int = Assurance.NONE
    language: str = ""
    login: str = ""
    session_id: int | None = None
    name_latin: str = ""

    def name_in(self, language: str) -> str:
        """The name as `language` writes it."""
        return name_in(language=language, native=self.name, latin=self.name_latin)

    @property
    def party(self) -> Party | None:
        """Whom the act concerns: the mandator while acting for one, else the person; None for offices and systems."""
        if self.acting_for is not None:
            return self.acting_for.party
        return Party.person(self.person) if self.person else None

    @property
    def is_signed_in(self) -> bool:
        """Whether a resident or an official acts."""
        return self.kind in (ActorKind.RESIDENT, ActorKind.OFFICIAL)

    def has_duty(self, code: str, office: str | None = None) -> bool:
        """Whether the actor holds the duty `code` today, at `office` (its code) or at any."""
        return any(duty.code == code and office in (None, duty.office_code) for duty in self.duties)

    def offices(self, code: str) -> tuple[str, ...]:
        """The codes of the offices at which the actor holds the duty `code`."""
        return tuple(duty.office_code for duty in self.duties if duty.code == code)


ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS)


def system_actor(name: str, *, language: str = "") -> Actor:
    """The machinery itself, by the name of the job or listener that acts (`population.import`)."""
    return Actor(kind=ActorKind.SYSTEM, name=name, language=language)
