"""Where the endpoints are."""

from django.urls import path

from madang.systems.procurement.api import bidding, market  # noqa: F401
from madang.systems.procurement.api.ocds import api as ocds
from madang.systems.procurement.api.one_api import api

urlpatterns = [path("ocds/", ocds.urls), path("", api.urls)]
