"""Pages: Taxpayers, their roles, agents and obligations."""
