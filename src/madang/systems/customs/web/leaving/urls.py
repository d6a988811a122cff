"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.leaving import bill, desk, exports, loading, mine

urlpatterns: list[URLPattern] = [
    path("customs/leaving/", loading.loading, name="leaving"),
    path("customs/leaving/mine/", mine.mine, name="leaving_mine"),
    path("customs/leaving/mine/upload/", mine.upload, name="leaving_upload"),
    path("customs/leaving/mine/cuscar/", mine.cuscar, name="leaving_cuscar"),
    path("customs/leaving/manifests/<str:number>/", mine.departure, name="departure"),
    path("customs/leaving/bills/<str:number>/", bill.departure_bill, name="departure_bill"),
    path("customs/leaving/exports/<str:number>/", exports.export, name="export_leaving"),
    path("customs/leaving/desk/", desk.desk, name="leaving_desk"),
    path("customs/leaving/desk/<str:number>/", desk.extend, name="extend_loading"),
]
