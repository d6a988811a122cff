"""By what right the business register asks others: the country's grant names the article."""

from functools import lru_cache
from typing import Any

from madang.contracts.envelope import Basis, BasisKind, law
from madang.contracts.message import Query, contract_name
from madang.exchange.grants import table_of
from madang.framework.law import pack

SYSTEM = "businesses"


def legal_basis(*, question: type[Query[Any]]) -> Basis:
    """The article on which this system asks that question. Without a grant the exchange refuses what is asked on it."""
    return law(_cite(pack().code, contract_name(question)))


@lru_cache(maxsize=64)
def _cite(country: str, name: str) -> str:
    grants = table_of(pack().folder).grants
    fitting = (
        grant.basis.cite
        for grant in grants
        if grant.asker == SYSTEM and grant.query == name and grant.basis.kind is BasisKind.LAW
    )
    return next(fitting, "")
