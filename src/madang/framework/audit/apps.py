"""Wiring of audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The app `audit`."""

    name = "madang.framework.audit"
    label = "audit"
