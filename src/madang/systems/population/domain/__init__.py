"""The law of the resident register: plain Python, no clock, no database."""
