"""An election and its calendar, the roll, credentials, trustees."""
