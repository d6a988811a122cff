"""Archives that people send."""

import struct
import zipfile
import zlib

# What zipfile raises on broken archives, on encrypted ones, and on compressions that it does not know.
NO_ZIP = (zipfile.BadZipFile, OSError, ValueError, RuntimeError, zlib.error, struct.error, EOFError)
