"""Who may do what with a case, for `may`."""

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import rights
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits
from madang.framework.storage.models import Reference


@permits("cases.read", within=("civil.apply",))
def may_read(actor: Actor, case: Case) -> bool:
    """The office's officials, the applicant, whom it is about."""
    return rights.may_read(actor, case)


@permits("cases.act", within=("civil.apply",))
def may_act(actor: Actor, case: Case) -> bool:
    """The applicant's verbs: answer, object, withdraw."""
    return rights.is_applicant(actor, case)


@permits("cases.decide")
def may_decide(actor: Actor, case: Case) -> bool:
    """The official's verbs."""
    return rights.may_handle(actor, case)


@permits("storage.read.case", within=("civil.apply",))
def may_read_file(actor: Actor, file: Reference) -> bool:
    """Who may read the case may read its files."""
    case = Case.objects.filter(number=file.owner_key).first()
    return case is not None and rights.may_read(actor, case)
