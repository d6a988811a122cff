"""By what right the counter asks where no applicant signs for themselves: the country's grant names the article."""

from typing import Any

from madang.contracts.envelope import Basis, BasisKind, law
from madang.contracts.message import Query, contract_name
from madang.exchange.grants import table_of
from madang.framework.law import pack


def legal_basis(*, question: type[Query[Any]]) -> Basis:
    """The article by which civil services ask this question. Without a grant the exchange refuses what is asked on it."""
    name = contract_name(question)
    for grant in table_of(pack().folder).grants:
        if grant.asker == "civil" and grant.query == name and grant.basis.kind is BasisKind.LAW:
            return law(grant.basis.cite)
    return law("")
