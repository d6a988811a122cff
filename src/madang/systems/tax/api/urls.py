"""Where the endpoints are."""

from django.urls import path

from madang.systems.tax.api import invoices, returns  # noqa: F401
from madang.systems.tax.api.one_api import api

urlpatterns = [path("", api.urls)]
