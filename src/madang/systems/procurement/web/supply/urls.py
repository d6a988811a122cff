"""Addresses of suppliers."""

from django.urls import path

from madang.systems.procurement.web.supply import company, public, sanctioning

urlpatterns = [
    path("suppliers/", public.suppliers, name="suppliers"),
    path("suppliers/sanctions/", public.sanctions, name="sanctions"),
    path("suppliers/sanctions/desk/", sanctioning.desk, name="sanction_desk"),
    path("suppliers/sanctions/desk/<str:number>/", sanctioning.matter, name="matter"),
    path("suppliers/mine/", company.company, name="company"),
    path("suppliers/mine/sanctions/<str:number>/", sanctioning.my_sanction, name="my_sanction"),
    path("suppliers/<str:number>/", public.supplier, name="supplier"),
]
