"""Where the endpoints are."""

from django.urls import path

from madang.systems.businesses.api.endpoints import api

urlpatterns = [path("", api.urls)]
