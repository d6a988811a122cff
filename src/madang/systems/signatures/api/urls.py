"""Where the endpoints are."""

from django.urls import path

from madang.systems.signatures.api.validation import api

urlpatterns = [path("", api.urls)]
