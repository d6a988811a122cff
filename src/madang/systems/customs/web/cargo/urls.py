"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.cargo import bill, containers, desk, mine, tracking

urlpatterns: list[URLPattern] = [
    path("customs/cargo/", tracking.tracking, name="cargo"),
    path("customs/cargo/mine/", mine.mine, name="cargo_mine"),
    path("customs/cargo/mine/upload/", mine.upload, name="cargo_upload"),
    path("customs/cargo/mine/cuscar/", mine.cuscar, name="cargo_cuscar"),
    path("customs/cargo/manifests/<str:number>/", mine.manifest, name="cargo_manifest"),
    path("customs/cargo/bills/<str:number>/", bill.bill, name="cargo_bill"),
    path("customs/cargo/containers/", containers.containers, name="containers"),
    path("customs/cargo/containers/<str:number>/", containers.container, name="container"),
    path("customs/cargo/desk/", desk.desk, name="cargo_desk"),
    path("customs/cargo/desk/<str:view>/", desk.desk, name="cargo_desk_view"),
    path("customs/cargo/map/", desk.cargo_map, name="cargo_map"),
]
