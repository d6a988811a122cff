"""Addresses of contracts."""

from django.urls import path

from madang.systems.procurement.web.contract import desk, public, supply

urlpatterns = [
    path("procurement/contracts/", public.contracts, name="contracts"),
    path("procurement/contracts/<str:number>/", public.contract, name="contract"),
    path("procurement/contracts/<str:number>/paper/", supply.paper, name="contract_paper"),
    path("procurement/desk/contracts/", desk.desk, name="contract_desk"),
    path("procurement/desk/contracts/new/<str:award>/", desk.new_contract, name="new_contract"),
    path("procurement/desk/contracts/<str:number>/", desk.desk_contract, name="desk_contract"),
    path("procurement/my/contracts/", supply.mine, name="my_contracts"),
    path("procurement/my/contracts/<str:number>/", supply.my_contract, name="my_contract"),
]
