"""Messages of customs as files: what the tour writes."""
