"""`./madang manage rotate_document_keys`: new keys for seals and statements."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from madang.framework.documents.seal.keystore import KeystoreLocked
from madang.framework.documents.seal.sealer import rotate_keys
from madang.framework.values import clock


class Command(BaseCommand):
    """Makes new keys; what the old ones sealed stays valid, and their public halves stay published."""

    help = "New keys for the document seal and the QR statements; the old public keys stay published."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and tell what to do next."""
        try:
            published = rotate_keys(now=clock.now())
        except KeystoreLocked as locked:
            raise CommandError(str(locked)) from locked
        self.stdout.write(
            f"New keys are in place; {len(published)} public keys are published, {len(published) - 2} of them retired. "
            "Start web and worker again, and let offline verifiers fetch the keys."
        )
