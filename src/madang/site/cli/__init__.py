"""Madang's command line, run inside the environment that the launcher made."""
