"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.continuity import fallbacks, offline, status

urlpatterns: list[URLPattern] = [
    path("customs/status/", status.status, name="status"),
    path("customs/status.json", status.status_json, name="status_json"),
    path("customs/offline/", offline.page, name="offline"),
    path("customs/offline/worker.js", offline.worker, name="offline_worker"),
    path("customs/offline/who/", offline.who, name="offline_who"),
    path("customs/offline/send/", offline.send, name="offline_send"),
    path("customs/fallbacks/", fallbacks.fallbacks, name="fallbacks"),
    path("customs/fallbacks/<str:number>/", fallbacks.fallback, name="fallback"),
    path("customs/fallbacks/<str:number>/paper/", fallbacks.paper, name="paper_release"),
]
