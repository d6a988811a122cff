"""What the portal does: it gathers."""
