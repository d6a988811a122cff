"""Addresses of suppliers."""

from django.urls import path

from madang.systems.procurement.web.supply import company, public, sanctioning

urlpatterns = [
    path("procurement/suppliers/", public.suppliers, name="suppliers"),
    path("procurement/suppliers/sanctions/", public.sanctions, name="sanctions"),
    path("procurement/suppliers/sanctions/desk/", sanctioning.desk, name="sanction_desk"),
    path("procurement/suppliers/sanctions/desk/<str:number>/", sanctioning.matter, name="matter"),
    path("procurement/suppliers/mine/", company.company, name="company"),
    path("procurement/suppliers/mine/sanctions/<str:number>/", sanctioning.my_sanction, name="my_sanction"),
    path("procurement/suppliers/<str:number>/", public.supplier, name="supplier"),
]
