"""Models of ui."""

from madang.framework.ui.models.draft import Draft

__all__ = ["Draft"]
