"""Who may do what with a document, for `may`."""

from madang.framework.documents import kinds
from madang.framework.documents.models import Document
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.may import permits


@permits("documents.open", within=("civil.apply",))
def may_open(actor: Actor, document: Document) -> bool:
    """Its owner, who acts for the owner, and officials with a duty that reads documents of the kind."""
    return actor.party == document.party or _reads(actor, document)


@permits("documents.share", within=("civil.apply",))
def may_share(actor: Actor, document: Document) -> bool:
    """Its owner, or who acts for the owner."""
    return actor.party == document.party


@permits("documents.revoke")
def may_revoke(actor: Actor, document: Document) -> bool:
    """An official with a reading duty at the office that issued it."""
    return actor.kind is ActorKind.OFFICIAL and any(
        actor.has_duty(duty, office=document.office_code) for duty in _readers(document)
    )


def _reads(actor: Actor, document: Document) -> bool:
    return actor.kind is ActorKind.OFFICIAL and any(actor.has_duty(duty) for duty in _readers(document))


def _readers(document: Document) -> tuple[str, ...]:
    try:
        return kinds.get(document.kind).readers
    except kinds.NoSuchKind:
        # A kind that a later version no longer issues: its owners still open it, its officials no longer do.
        return ()
