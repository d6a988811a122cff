"""A bank that lives in this process and plays a foreign one, for the demo and for tests."""
