"""Pages: correct a released declaration, follow a correction."""
