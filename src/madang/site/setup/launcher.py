"""What `./madang` does before Madang's own command line can run."""

import os
import sys

from madang.site.setup.assets import prepare_assets
from madang.site.setup.checkout import SetupFault, here, only_one, say
from madang.site.setup.environment import clean_environment, prepare_environment
from madang.site.setup.system_packages import provide_programs

USAGE = """Madang, a national e-government in one Python system.

  ./madang up [--country kr|xx] [--population N] [--port P]   start everything and serve it
  ./madang down [--erase]       stop what runs; --erase deletes this checkout's demo databases
  ./madang tour [SYSTEM]        run every system's main journey on the demo data, results in out/
  ./madang test [PYTEST ARGS]   the tests
  ./madang check                style, types, imports, migrations, translations, docs, schemas
  ./madang bench [NAME]         figures, beside a peer in the same run
  ./madang new-system NAME      the anatomy of a new system
  ./madang doctor               what is wrong with this deployment, and what to do
  ./madang audit verify         check the audit chain and its heads
  ./madang manage ...           Django's own commands
"""
HELP = {"", "help", "-h", "--help"}
DEVELOPMENT = {"test", "check"}


def main(arguments: list[str]) -> int:  # noqa: RET503 (it ends by becoming another program)
    """Prepares the checkout for the command that `arguments` name and becomes that command."""
    command = arguments[0] if arguments else ""
    if command in HELP:
        say(USAGE)
        return 0
    checkout = here()
    try:
        with only_one(checkout.var / "setup.lock", "Another ./madang is setting this checkout up; waiting for it."):
            prepare_environment(checkout, development=command in DEVELOPMENT)
            prepare_assets(checkout)
            if command == "test":
                provide_programs()
    except SetupFault as fault:
        say(str(fault))
        return 1
    except PermissionError as fault:
        say(f"This checkout belongs to another user ({fault.filename}): run ./madang as that user, or clone it anew.")
        return 1
    except OSError as fault:
        say(f"{fault.strerror} ({fault.filename}): make room or repair the disk, and run the command again.")
        return 1
    except KeyboardInterrupt:
        say("Stopped; the next ./madang goes on from here.")
        return 130
    sys.stderr.flush()
    python = str(checkout.python)
    os.execve(python, [python, "-m", "madang.site.cli", *arguments], clean_environment())  # noqa: S606
