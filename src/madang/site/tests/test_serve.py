"""What a start reads in. Each second of it is a second before the first page, so large libraries wait until they are used."""

import json
import os
import subprocess
import sys

# What few requests need. The wall clock of a loaded machine says little; this list says it each time.
SELDOM_USED = frozenset(
    {"rdflib", "pyhanko", "signxml", "xlsxwriter", "aiohttp", "pypdfium2", "pkcs11", "segno", "playwright"}
)
TOLD = """
import gc, json, sys, time
from madang.site.serve import load
load()
own = sorted(name for name in sys.modules if "." not in name)
print(json.dumps({"modules": own, "cpu": time.process_time(), "kept": gc.get_freeze_count(), "collects": gc.isenabled()}))
"""


def test_a_start_reads_in_what_pages_need_and_hands_it_to_every_process() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "madang.site.settings.test"}
    done = subprocess.run([sys.executable, "-c", TOLD], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert SELDOM_USED & set(told["modules"]) == set()
    assert "django" in told["modules"]
    # The collector is back at work, and what was loaded is out of its way.
    assert told["collects"]
    assert told["kept"] > 100_000
    # Measured: 1.5 to 3.5 CPU seconds, by how loaded the machine is.
    assert told["cpu"] < 15
