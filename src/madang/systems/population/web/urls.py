"""Addresses of the register's pages."""

from django.urls import path

from madang.systems.population.web import attachments, front, imports, people

app_name = "population"

urlpatterns = [
    path("population/", front.front, name="front"),
    path("population/help/", front.counter_help, name="help"),
    path("population/people/", people.search, name="people"),
    path("population/people/<str:key>/", people.person, name="person"),
    path("population/people/<str:key>/number/", people.number, name="number"),
    path("population/people/<str:key>/certificate/", people.certificate, name="certificate"),
    path("population/imports/", imports.imports, name="imports"),
    path("population/imports/<str:key>/", imports.one, name="import"),
    path("population/imports/<str:key>/stop/", imports.stop, name="stop"),
    path("population/imports/<str:key>/refused/", imports.refused, name="refused"),
    path("population/reports/<str:number>/files/<str:sha256>/", attachments.attachment, name="attachment"),
    path("population/export/", imports.export, name="export"),
]
