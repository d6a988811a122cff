"""REST endpoints of procurement, a file a room on one API."""
