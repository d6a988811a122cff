"""What systems ask and tell each other: frozen, keyword-only dataclasses, nothing else.

A module is one version of one owner's contract (`population_v1`). Within a version only additions happen, each with a
default; a breaking change is a new module beside it. The JSON Schemas are committed under `schemas/` and compared.
"""
