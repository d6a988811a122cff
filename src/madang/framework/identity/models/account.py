"""Accounts."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by what people type."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account with this sign-in name, however it is capitalised."""
        return self.get(login=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """Who may sign in: a resident (with `person`, the population register's key) or an official (with duties).

    The sign-in name is lower case and never changes hands: accounts are closed, not deleted. Kept ten years after
    closing, for the audit trail names it. `role` describes a demo account, by language.
    """

    login = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    person = models.CharField(max_length=64, null=True, blank=True, unique=True)
    language = models.CharField(max_length=8, blank=True)
    demo = models.BooleanField(default=False)
    role = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    password_changed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(login=Lower("login")), name="identity_account_login_is_lower"),
        ]

    def name_in(self, language: str) -> str:
        """The name as `language` writes it."""
        return self.name if language.startswith("ko") or not self.name_en else self.name_en

    def __str__(self) -> str:
        return self.login

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account is still open."""
        return self.closed_at is None
