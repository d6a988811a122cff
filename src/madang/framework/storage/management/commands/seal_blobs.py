"""`manage.py seal_blobs`: seal the files that were stored before files were sealed."""

from typing import Any

from django.core.management.base import BaseCommand

from madang.framework.storage.seal_stored import seal_stored


class Command(BaseCommand):
    """Run it once after every web process and worker runs this version; older backups still hold the open files."""

    help = "Seal every stored file that lies open, and remove the open copies."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line of counts."""
        done = seal_stored()
        says = f"{done.sealed} files sealed, {done.removed} open copies removed"
        self.stdout.write(f"{says}, {done.missing} without bytes." if done.missing else f"{says}.")
