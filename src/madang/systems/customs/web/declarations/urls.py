"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.declarations import again, change, desk, from_invoice, lists, lodge, one

urlpatterns: list[URLPattern] = [
    path("customs/declarations/", lists.mine, name="declarations"),
    path("customs/declarations/new/", lodge.lodge, name="lodge"),
    path("customs/declarations/new/<slug:step>/", lodge.lodge, name="lodge_step"),
    path("customs/declarations/from-invoice/", from_invoice.from_invoice, name="declare_from_invoice"),
    path("customs/declarations/desk/", desk.desk, name="declarations_desk"),
    path("customs/declarations/<str:number>/", one.declaration, name="declaration"),
    path("customs/declarations/<str:number>/again/", again.again, name="declare_again"),
    path("customs/declarations/<str:number>/amend/", again.amend, name="amend_declaration"),
    path("customs/declarations/<str:number>/amend/<slug:step>/", again.amend, name="amend_step"),
    path("customs/declarations/<str:number>/withdraw/", change.withdraw, name="withdraw_declaration"),
]
