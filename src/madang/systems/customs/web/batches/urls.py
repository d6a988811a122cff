"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.batches import files

urlpatterns: list[URLPattern] = [
    path("customs/declarations/files/", files.files, name="batches"),
    path("customs/declarations/files/<str:number>/", files.one, name="batch"),
    path("customs/declarations/files/<str:number>/control/", files.control, name="batch_control"),
    path("customs/declarations/files/<str:number>/responses/", files.answered, name="batch_responses"),
]
