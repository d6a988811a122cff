"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.elections.web.preparation import aside, ballot, desk, draft, public

urlpatterns: list[URLPattern] = [
    path("elections/", public.elections, name="elections"),
    path("elections/desk/", desk.desk, name="desk"),
    path("elections/desk/new/", draft.new, name="new"),
    path("elections/desk/<str:uuid>/", desk.desk_election, name="desk_election"),
    path("elections/desk/<str:uuid>/roll.json", desk.roll_file, name="roll_file"),
    path("elections/desk/<str:uuid>/trustees/<int:position>.json", desk.trustee_file, name="trustee_file"),
    path("elections/desk/<str:uuid>/ballot/", ballot.ballot, name="ballot"),
    path("elections/desk/<str:uuid>/aside/", aside.aside, name="aside"),
    path("elections/desk/<str:uuid>/records.zip", aside.records_file, name="records_file"),
    path("elections/<str:uuid>/", public.election, name="election"),
    path("elections/<str:uuid>/roll/", public.entry, name="entry"),
    path("elections/<str:uuid>/archive.bel", public.archive, name="archive"),
    path("elections/<str:uuid>/collected.bel", public.collected, name="collected"),
    path("elections/<str:uuid>/overridden.json", public.overridden, name="overridden"),
    path("elections/<str:uuid>/archive.commitments", public.commitments, name="commitments"),
]
