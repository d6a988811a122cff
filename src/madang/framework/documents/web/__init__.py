"""Doors: the owner's and official's pages, shared links, public verification."""
