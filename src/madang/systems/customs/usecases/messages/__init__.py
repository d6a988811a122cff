"""Messages of customs as files: an example declaration and an example manifest in every format."""
