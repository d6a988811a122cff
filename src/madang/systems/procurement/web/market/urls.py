"""Addresses of plans, tenders and their notices."""

from django.urls import path

from madang.systems.procurement.web.market import tenders

urlpatterns = [path("procurement/", tenders.tenders, name="tenders")]
