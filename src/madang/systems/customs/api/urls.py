"""Where the endpoints are."""

from django.urls import path

from madang.systems.customs.api import (  # noqa: F401
    batches,
    corrections,
    declarations,
    departures,
    drawbacks,
    express,
    manifests,
)
from madang.systems.customs.api.one_api import api

urlpatterns = [path("", api.urls)]
