"""Where the endpoints are."""

from django.urls import path

from madang.systems.mobile_id.api.endpoints import api

urlpatterns = [path("", api.urls)]
