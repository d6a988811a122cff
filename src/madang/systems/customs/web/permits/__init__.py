"""Pages: what do I need, an agency's list and its requests, licences."""
