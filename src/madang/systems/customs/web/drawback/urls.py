"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.drawback import claim, one

urlpatterns: list[URLPattern] = [
    path("customs/drawbacks/", one.mine, name="drawbacks"),
    path("customs/drawbacks/<str:number>/", one.drawback, name="drawback"),
    path("customs/declarations/<str:number>/drawback/", claim.claim, name="claim_drawback"),
]
