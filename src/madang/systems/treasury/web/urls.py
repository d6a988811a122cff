"""Addresses of the treasury."""

from django.urls import path

from madang.systems.treasury.web import spending

app_name = "treasury"
urlpatterns = [path("spending/", spending.spending, name="spending")]
