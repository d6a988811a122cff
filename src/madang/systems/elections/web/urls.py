"""Addresses of elections, by room."""

from madang.systems.elections.web.counting.urls import urlpatterns as counting
from madang.systems.elections.web.preparation.urls import urlpatterns as preparation
from madang.systems.elections.web.voting.urls import urlpatterns as voting

app_name = "elections"
# `elections/mine/` comes before `elections/UUID/`.
urlpatterns = [*voting, *counting, *preparation]
