"""Addresses of the room."""

from django.urls import path

from madang.systems.elections.web.voting import board, booth, by_post, observe, station

ELECTION = "elections/<str:uuid>"

urlpatterns = [
    path("elections/mine/", booth.mine, name="my_elections"),
    path(f"{ELECTION}/vote/", booth.booth, name="booth"),
    path(f"{ELECTION}/election.json", board.election_file, name="election_file"),
    path(f"{ELECTION}/board/", board.board, name="board"),
    path(f"{ELECTION}/board.json", board.board_file, name="board_file"),
    path(f"{ELECTION}/board/<int:height>.json", board.board_event, name="board_event"),
    path(f"{ELECTION}/by-post/", by_post.by_post, name="by_post"),
    path(f"{ELECTION}/observe/", observe.observe, name="observe"),
    path("elections/desk/<str:uuid>/observers/", observe.observers, name="observers"),
    path("elections/desk/<str:uuid>/station/", station.station, name="station"),
    path("elections/desk/<str:uuid>/post/", station.post, name="post"),
    path(f"{ELECTION}/device/", board.device, name="device_check"),
]
