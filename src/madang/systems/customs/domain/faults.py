"""Refusing a declaration with every fault it has."""

from typing import ClassVar

from madang.framework.values import Refusal


class DeclarationFaulty(Refusal):
    """The declaration cannot be assessed; `faults` says each place and why."""

    code: ClassVar[str] = "customs.declaration.faulty"
    says: ClassVar[object] = "The declaration has faults. Correct each place that is listed and send it again."
    status: ClassVar[int] = 422
