"""What operation keeps."""

from madang.framework.ops.models.demo_part import DemoPart

__all__ = ["DemoPart"]
