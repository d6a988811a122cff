"""Where the endpoints are."""

from django.urls import path

from madang.systems.population.api.endpoints import api

urlpatterns = [path("", api.urls)]
