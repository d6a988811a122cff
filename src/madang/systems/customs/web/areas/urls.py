"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.areas import area, listed

urlpatterns: list[URLPattern] = [
    path("customs/areas/", listed.areas, name="areas"),
    path("customs/areas/new/", area.new_area, name="new_area"),
    path("customs/areas/<str:code>/", area.area, name="area"),
    path("customs/areas/decisions/<str:number>/", area.decide_area, name="decide_area"),
]
