"""Manifests, unloading, storage, movement under bond, containers."""
