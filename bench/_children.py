"""Processes that a figure is measured in: each says a line when it is ready, begins at a line, and tells what it did in one."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

Child = subprocess.Popen[str]


def start(url: str, *command: str) -> Child:
    """A process of our own Python on the database at `url`."""
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        [sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )


def line(child: Child) -> str:
    """The next line that it says. Raises RuntimeError where it ended instead."""
    told = child.stdout.readline() if child.stdout else ""
    if not told:
        raise RuntimeError(f"A process of the figure ended with {child.wait()}.")
    return told


def told(child: Child) -> Any:
    """What it tells in its next line, which is JSON."""
    return json.loads(line(child))


def let_begin(children: Sequence[Child]) -> None:
    """Let all begin when all are ready."""
    for child in children:
        line(child)
    for child in children:
        if child.stdin:
            child.stdin.write("go\n")
            child.stdin.flush()
