"""The door of storage."""

from django.urls import path

from madang.framework.storage import web

app_name = "storage"

urlpatterns = [path("files/<slug:key>/", web.download, name="download")]
