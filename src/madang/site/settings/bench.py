"""Settings of the figures: the demo's, with nothing logged below a warning, so that we measure the work."""

from madang.framework.ops.logs import logging_settings
from madang.site.settings.demo import *  # noqa: F403

LOGGING = logging_settings(level="WARNING")
