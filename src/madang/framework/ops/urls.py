"""Addresses for those who watch over the service."""

from django.urls import path

from madang.framework.ops import views

app_name = "ops"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("health/openapi.json", views.described, name="openapi-json"),
    path("metrics", views.metrics, name="metrics"),
]
