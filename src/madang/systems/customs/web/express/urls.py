"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.express import code, desk, lists, own_parcel, parcels

urlpatterns: list[URLPattern] = [
    path("customs/code/", code.code, name="personal_code"),
    path("customs/parcels/", parcels.parcels, name="parcels"),
    path("customs/parcels/<str:waybill>/", own_parcel.own_parcel, name="own_parcel"),
    path("customs/express/", lists.lists, name="express_lists"),
    path("customs/express/desk/", desk.desk, name="parcel_desk"),
    path("customs/express/desk/<str:waybill>/", desk.parcel, name="parcel"),
    path("customs/express/<str:number>/", lists.one, name="express_list"),
]
