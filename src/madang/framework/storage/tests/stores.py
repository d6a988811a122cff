"""A real object store for tests, in a process of its own."""

import json
import signal
import subprocess
import sys
from pathlib import Path


class Store:
    """The running store; `values` are those of a Bucket in it."""

    def __init__(self) -> None:
        """Start it and wait until it answers."""
        program = Path(__file__).with_name("object_store.py")
        self.process = subprocess.Popen(
            [sys.executable, program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        self.told: dict[str, str] = json.loads(self.process.stdout.readline())
        self.values = {
            "url": self.told["url"],
            "region": "us-east-1",
            "key": self.told["key"],
            "secret": self.told["secret"],
        }

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait(30)

    def freeze(self) -> None:
        """It takes connections and says nothing more."""
        self.process.send_signal(signal.SIGSTOP)
