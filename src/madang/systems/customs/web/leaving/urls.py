"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.leaving import desk, loading

urlpatterns: list[URLPattern] = [
    path("customs/leaving/", loading.loading, name="leaving"),
    path("customs/leaving/desk/", desk.desk, name="leaving_desk"),
    path("customs/leaving/desk/<str:number>/", desk.extend, name="extend_loading"),
]
