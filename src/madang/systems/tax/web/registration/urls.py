"""Addresses of the room."""

from django.urls import path

from madang.systems.tax.web.registration import desk, front

urlpatterns = [
    path("tax/", front.front, name="front"),
    path("tax/taxpayers/", desk.taxpayers, name="taxpayers"),
    path("tax/taxpayers/<int:key>/", desk.taxpayer, name="taxpayer"),
]
