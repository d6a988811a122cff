"""Models of bulk work."""

from madang.framework.bulk.models.imports import Import, RefusedRow

__all__ = ["Import", "RefusedRow"]
