"""Who may do what in elections."""

MANAGER = "elections.manager"
CREDENTIALS = "elections.credentials"
STATION = "elections.station"
