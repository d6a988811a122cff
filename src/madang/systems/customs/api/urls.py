"""Where the endpoints are."""

from django.urls import path

from madang.systems.customs.api import batches, corrections, declarations, manifests  # noqa: F401
from madang.systems.customs.api.one_api import api

urlpatterns = [path("", api.urls)]
