"""What people do with imports."""

from madang.framework.bulk.usecases.run_import import ImportHasEnded, run_import
from madang.framework.bulk.usecases.start_import import EmptyFile, start_import
from madang.framework.bulk.usecases.stop_import import stop_import

__all__ = ["EmptyFile", "ImportHasEnded", "run_import", "start_import", "stop_import"]
