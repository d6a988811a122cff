"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.drawback import certificates, claim, one, take_back

urlpatterns: list[URLPattern] = [
    path("customs/drawbacks/", one.mine, name="drawbacks"),
    path("customs/drawbacks/certificates/", certificates.mine, name="material_certificates"),
    path("customs/drawbacks/certificates/ask/", certificates.ask, name="ask_certificate"),
    path("customs/drawbacks/certificates/average/", certificates.average, name="ask_average"),
    path("customs/drawbacks/certificates/<str:number>/", certificates.one, name="material_certificate"),
    path("customs/drawbacks/<str:number>/back/", take_back.back, name="take_back"),
    path("customs/drawbacks/<str:number>/", one.drawback, name="drawback"),
    path("customs/declarations/<str:number>/drawback/", claim.claim, name="claim_drawback"),
]
