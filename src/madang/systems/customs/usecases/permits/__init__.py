"""Other agencies at the single window: what they ask, their officers' work, the licences they gave."""
