"""Files: content-addressed, checked, scanned, read only through their owners."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from madang.framework.storage.storing import hold, open_blob, read_blob, release, store, store_own, sweep

__all__ = ["hold", "open_blob", "read_blob", "release", "store", "store_own", "sweep"]


def __getattr__(name: str) -> Any:
    """The verbs, loaded at first use: Django imports this package before models may be."""
    if name in __all__:
        from madang.framework.storage import storing

        return getattr(storing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
