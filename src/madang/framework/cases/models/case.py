"""The case."""

from datetime import date
from typing import Any

from django.db import models

from madang.framework.cases.domain.states import OPEN, State
from madang.framework.values import Party, PartyKind

_OPEN = models.Q(state__in=sorted(state.value for state in OPEN))
_STANDS = date(9999, 12, 31)


class Case(models.Model):
    """What somebody asked an office to decide.

    Its number names the member that holds it and never changes. `version` grows with every change; who decides on an
    older one is told who was faster. `due_at` is the last moment the law gives, `due_on` its local day; while
    `stopped_at` is set the clock stands and neither counts. Kept as long as the procedure's law says, ten years at least.
    """

    number = models.CharField(max_length=60, unique=True)
    procedure = models.CharField(max_length=100)
    applicant_kind = models.CharField(max_length=16)
    applicant_key = models.CharField(max_length=64)
    # As it was known when the case was opened; lists show it masked. Whose name it is now, the register says.
    applicant_name = models.CharField(max_length=120, blank=True)
    subject_kind = models.CharField(max_length=16)
    subject_key = models.CharField(max_length=64)
    office_code = models.CharField(max_length=64)
    state = models.CharField(max_length=24, default=State.FILED.value)
    filed_at = models.DateTimeField()
    days = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    due_on = models.DateField()
    # By when the office must act: `due_on` while the clock runs, far off while it stands. What worklists are ordered by.
    urgent_on = models.DateField()
    stopped_at = models.DateTimeField(null=True)
    # By how many days the office put its decision off; the law lets it once.
    extended_days = models.PositiveIntegerField(default=0)
    taken_by = models.BigIntegerField(null=True)
    taken_by_name = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    data = models.JSONField(default=dict)
    # The application at the front that asked for it, when another system keeps one.
    application = models.CharField(max_length=80, blank=True)
    waits_for = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    decided_at = models.DateTimeField(null=True)
    objection_until = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]), name="cases_state_known"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=~models.Q(application=""), name="cases_one_case_an_application"
            ),
        ]
        indexes = [
            # The worklist: a pair of office and procedure, the most urgent first. Closed cases, the many, are not in it.
            models.Index(
                fields=["office_code", "procedure", "urgent_on", "id"],
                include=["state", "taken_by"],
                condition=_OPEN,
                name="cases_worklist",
            ),
            models.Index(fields=["taken_by", "urgent_on", "id"], condition=_OPEN, name="cases_mine"),
            models.Index(fields=["applicant_kind", "applicant_key", "-filed_at"], name="cases_of_applicant"),
            models.Index(fields=["subject_kind", "subject_key", "-filed_at"], name="cases_of_subject"),
            models.Index(fields=["objection_until"], condition=models.Q(state="decided"), name="cases_to_close"),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **values: Any) -> None:
        """Save with `urgent_on` as the clock has it."""
        self.urgent_on = self.due_on if self.stopped_at is None else _STANDS
        super().save(*args, **values)

    @property
    def applicant(self) -> Party:
        """Who asked."""
        return Party(PartyKind(self.applicant_kind), self.applicant_key)

    @property
    def scope_code(self) -> str:
        """What a mandate names it by."""
        return self.procedure

    @property
    def subject(self) -> Party:
        """Whom it is about."""
        return Party(PartyKind(self.subject_kind), self.subject_key)
