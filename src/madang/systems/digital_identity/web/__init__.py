"""Pages of digital identity, and the endpoints of the protocol."""
