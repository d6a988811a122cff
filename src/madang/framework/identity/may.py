"""One question for the whole state: may this actor do this? An action that nobody declared is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.values import Refusal

Rule = Callable[[Actor, Any], bool]


class Forbidden(Refusal):
    """The actor may not do this."""

    code = "identity.forbidden"
    says = _(
        "You are signed in, but you are not allowed to do this. Ask the office in charge if you think you should be."
    )
    status = 403


class OutsideMandate(Forbidden):
    """The actor acts for another, and the mandate does not reach that far."""

    code = "identity.outside_mandate"
    says = _("Your mandate does not cover this. Stop acting for the other party, or ask them for a wider mandate.")


@dataclass(frozen=True, slots=True)
class _Rule:
    action: str
    allows: Rule
    within: tuple[str, ...]
    name: str


_rules: dict[str, _Rule] = {}


def permits(action: str, *, within: tuple[str, ...] = ()) -> Callable[[Rule], Rule]:
    """Declare the rule of `action`. The rule gets the actor and the resource and answers yes or no.

    Under a mandate the mandate's scope must cover the action as well, or one of the actions `within` which this one
    goes without saying (who may apply for somebody may see what became of it): the code of the service is the resource
    where that is a string, else the resource's `scope_code`.
    """

    def register(rule: Rule) -> Rule:
        name = f"{rule.__module__}.{rule.__qualname__}"
        known = _rules.get(action)
        if known is not None and known.name != name:
            raise ImproperlyConfigured(f"The action {action!r} has two rules: {known.name} and {name}.")
        _rules[action] = _Rule(action, rule, within, name)
        return rule

    return register


def _code_of(resource: object) -> str:
    return resource if isinstance(resource, str) else str(getattr(resource, "scope_code", "") or "")


def within_mandate(actor: Actor, action: str, resource: object = None) -> bool:
    """Whether the mandate under which the actor acts, if any, covers `action` on `resource`."""
    if actor.acting_for is None:
        return True
    rule = _rules.get(action)
    code = _code_of(resource)
    return any(actor.acting_for.covers(action=one, code=code) for one in (action, *(rule.within if rule else ())))


def may(actor: Actor, action: str, resource: object = None) -> bool:
    """Whether `actor` may do `action` to `resource`. Unknown actions: no. The machinery itself: any declared action."""
    rule = _rules.get(action)
    if rule is None:
        return False
    if actor.kind is ActorKind.SYSTEM:
        return True
    return within_mandate(actor, action, resource) and bool(rule.allows(actor, resource))


def require(actor: Actor, action: str, resource: object = None) -> None:
    """Raise Forbidden unless `may`."""
    if may(actor, action, resource):
        return
    raise Forbidden if within_mandate(actor, action, resource) else OutsideMandate


def declared_actions() -> tuple[str, ...]:
    """All actions that have a rule, sorted."""
    return tuple(sorted(_rules))
