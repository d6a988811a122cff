"""Pages: a carrier's confirmation of loading, exports that wait."""
