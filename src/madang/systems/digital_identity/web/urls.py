"""Addresses of digital identity."""

from django.urls import path

from madang.systems.digital_identity.web import views

app_name = "digital_identity"
urlpatterns = [
    path("digital-identity/", views.entries, name="entries"),
    path("digital-identity/record/", views.record, name="record"),
]
