"""Addresses of the trust services."""

app_name = "signatures"
urlpatterns: list[object] = []
