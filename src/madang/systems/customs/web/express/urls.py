"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.express import code, desk, lists, parcels

urlpatterns: list[URLPattern] = [
    path("customs/code/", code.code, name="personal_code"),
    path("customs/parcels/", parcels.parcels, name="parcels"),
    path("customs/express/", lists.lists, name="express_lists"),
    path("customs/express/desk/", desk.desk, name="parcel_desk"),
    path("customs/express/desk/<str:waybill>/", desk.parcel, name="parcel"),
    path("customs/express/<str:number>/", lists.one, name="express_list"),
]
