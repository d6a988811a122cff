"""The law of elections."""
