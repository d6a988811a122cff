"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.tariff import agreements, editions, keep_measures, line, measures, origin, pages

urlpatterns: list[URLPattern] = [
    path("customs/tariff/", pages.front, name="tariff"),
    path("customs/tariff/lines/<str:code>/", line.line, name="tariff_line"),
    path("customs/tariff/agreements/", agreements.agreements, name="agreements"),
    path("customs/tariff/agreements/<str:code>/", agreements.agreement, name="agreement"),
    path("customs/tariff/editions/", editions.editions, name="editions"),
    path("customs/tariff/editions/new/", editions.new_edition, name="new_edition"),
    path("customs/tariff/editions/<str:code>/", editions.edition, name="edition"),
    path("customs/tariff/editions/<str:code>/decide/", editions.decide, name="decide_edition"),
    path("customs/tariff/measures/", measures.measures, name="measures"),
    path("customs/tariff/measures/new/", keep_measures.new_measure, name="new_measure"),
    path("customs/tariff/measures/<str:code>/", keep_measures.measure, name="measure"),
    path("customs/tariff/measures/<str:code>/decide/", keep_measures.decide, name="decide_measure"),
    path("customs/tariff/origin/", origin.origin, name="origin_check"),
    path("customs/tariff/quotas/", measures.quotas, name="quotas"),
    path("customs/tariff/<str:code>/", pages.position, name="tariff_position"),
]
