"""Static files in one folder, collected again only when one of them changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from madang.site.setup.checkout import Checkout


def collect_static(checkout: Checkout) -> bool:
    """Django's collectstatic, when a static file changed. Returns whether it did anything. Needs Django set up."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    sources = [Path(storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    stamp = checkout.var / "static-stamp"
    wanted = _fingerprint(sources)
    if stamp.exists() and stamp.read_text() == wanted and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    stamp.write_text(wanted)
    return True


def _fingerprint(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in sorted(files):
        known = file.stat()
        whole.update(f"{file}:{known.st_size}:{known.st_mtime_ns}\n".encode())
    return whole.hexdigest()
