"""What customs decided of a value stays when a declaration is amended."""

from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.value_statement import statement_of
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.valuation.refusals import ValueDecided


def require_decided_values(*, one: CustomsDeclaration, told: Declaration) -> None:
    """Raises ValueDecided where an item no longer names the statement that customs decided on."""
    named = {item.sequence: statement_of(item=item) for item in told.items}
    for held in one.value_doubts.filter(state="decided").select_related("statement"):
        if held.statement is not None and named.get(held.item) != held.statement.number:
            raise ValueDecided(item=held.item, statement=held.statement.number)
