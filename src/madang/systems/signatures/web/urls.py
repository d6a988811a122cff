"""Addresses of signatures."""

from django.urls import path

from madang.systems.signatures.web import views

app_name = "signatures"
urlpatterns = [
    path("signatures/", views.entries, name="entries"),
    path("signatures/record/", views.record, name="record"),
]
