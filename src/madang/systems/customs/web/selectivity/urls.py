"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.selectivity import model, rules

urlpatterns: list[URLPattern] = [
    path("customs/risk/rules/", rules.rules, name="risk_rules"),
    path("customs/risk/rules/new/", rules.new_rule, name="new_risk_rule"),
    path("customs/risk/rules/<str:code>/", rules.rule, name="risk_rule"),
    path("customs/risk/model/", model.model, name="risk_model"),
]
