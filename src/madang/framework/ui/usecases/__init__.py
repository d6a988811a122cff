"""What ui records: drafts."""
