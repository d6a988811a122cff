"""Pages of files with many declarations."""
