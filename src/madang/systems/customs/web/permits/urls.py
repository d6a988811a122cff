"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.permits import desk, licences, needs, request

urlpatterns: list[URLPattern] = [
    path("customs/permits/", needs.needs, name="permits"),
    path("customs/permits/desk/", desk.desk, name="permits_desk"),
    path("customs/permits/requests/<str:number>/", request.permit_request, name="permit_request"),
    path("customs/permits/requests/<str:number>/<slug:step>/", request.act, name="act_on_request"),
    path("customs/permits/licences/", licences.licences, name="permit_licences"),
    path("customs/permits/licences/mine/", licences.mine, name="my_licences"),
]
