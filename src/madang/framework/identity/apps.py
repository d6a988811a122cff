"""Wiring of identity."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The app `identity`."""

    name = "madang.framework.identity"
    label = "identity"
