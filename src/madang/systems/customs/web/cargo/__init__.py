"""Pages: manifests, unloading, storage, movement under bond, containers."""
