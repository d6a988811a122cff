"""Where the endpoints are."""

from django.urls import path

from madang.systems.civil.api.endpoints import api

urlpatterns = [path("", api.urls)]
