"""Wiring of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The app `documents`."""

    name = "madang.framework.documents"
    label = "documents"
