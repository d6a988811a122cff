"""Addresses of mandates; those that a resident gives by hand are the identity room's."""

from django.urls import path

from madang.systems.mandates.web import by_law, guardianship

app_name = "mandates"
urlpatterns = [
    path("acting-for/", by_law.by_law, name="by_law"),
    path("acting-for/begin/", by_law.begin, name="begin"),
    path("guardianships/", guardianship.guardianship, name="guardianship"),
    path("guardianships/<slug:key>/end/", guardianship.end, name="end_guardianship"),
]
