"""Who may bind a party that is no natural person: registers say so, the framework only asks them."""

from collections.abc import Callable

from madang.framework.identity.actor import Actor
from madang.framework.values import Party

Register = Callable[[str, Party], bool]
_registers: list[Register] = []


def binds(register: Register) -> Register:
    """Have `register(person key, party)` answer whether the person may sign for the party (the business register does)."""
    if register not in _registers:
        _registers.append(register)
    return register


def may_bind(*, actor: Actor, party: Party) -> bool:
    """Whether the actor, in person and under no mandate, may sign for `party`."""
    if actor.person is None or actor.acting_for is not None:
        return False
    return party == Party.person(actor.person) or any(register(actor.person, party) for register in _registers)
