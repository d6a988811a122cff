"""The doors of the business register."""

from django.urls import path

from madang.systems.businesses.web import files, front, mine, register

app_name = "businesses"
urlpatterns = [
    path("businesses/", front.front, name="front"),
    path("businesses/lookup/", front.lookup, name="lookup"),
    path("businesses/statistics/", front.statistics, name="statistics"),
    path("businesses/mine/", mine.mine, name="mine"),
    path("businesses/cases/<str:number>/files/<str:sha256>/", files.file, name="file"),
    path("businesses/register/", register.register, name="register"),
    path("businesses/register/<str:number>/", register.entry, name="entry"),
]
