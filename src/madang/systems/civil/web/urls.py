"""The doors of civil services."""

from django.urls import path, re_path

from madang.systems.civil.web import applications, apply, benefits, counter, front, life, services

app_name = "civil"
urlpatterns = [
    path("civil/", front.front, name="front"),
    path("services/", services.services, name="services"),
    re_path(r"^services/catalogue\.(?P<suffix>ttl|jsonld|rdf)$", services.export, name="export"),
    path("services/category/<slug:code>/", services.one_category, name="category"),
    path("services/<str:code>/", services.service, name="service"),
    path("apply/<str:code>/", apply.apply, name="apply"),
    path("apply/<str:code>/<slug:step>/", apply.apply, name="apply"),
    path("applications/<str:number>/", applications.application, name="application"),
    path("applications/<str:number>/issue/", applications.issue_now, name="issue_now"),
    path("applications/<str:number>/take-back/", applications.take_back, name="take_back"),
    path("applications/<str:number>/rate/", applications.satisfaction, name="rate"),
    path("life/", life.life_events, name="life_events"),
    path("life/<slug:event>/", life.life_event, name="life_event"),
    path("life/<slug:event>/start/", life.start, name="start_life_event"),
    path("life/<slug:event>/start/<slug:step>/", life.start, name="start_life_event"),
    path("life/<slug:event>/<str:number>/", life.bundle, name="bundle"),
    path("benefits/", benefits.benefits, name="benefits"),
    path("counter/", counter.counter, name="counter"),
    path("counter/<str:person>/", counter.resident, name="counter_resident"),
    path("counter/<str:person>/<str:code>/", counter.serve, name="counter_service"),
]
