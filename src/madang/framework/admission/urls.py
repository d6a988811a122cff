"""The doors of admission."""

from django.urls import path

from madang.framework.admission.web import operators, waiting

app_name = "admission"
urlpatterns = [
    path("queue/", operators.doors, name="doors"),
    path("queue/<str:door>/", waiting.waiting, name="waiting"),
    path("queue/<str:door>/place/", waiting.place, name="place"),
    path("queue/<str:door>/lots.csv", waiting.lots, name="lots"),
    path("queue/<str:door>/limits/", operators.limits, name="limits"),
]
