"""Addresses of treasury."""

from django.urls import path

from madang.systems.treasury.web import views

app_name = "treasury"
urlpatterns = [
    path("treasury/", views.entries, name="entries"),
    path("treasury/record/", views.record, name="record"),
]
