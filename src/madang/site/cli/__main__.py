"""`python -m madang.site.cli`: what `./madang` becomes."""

import sys

from madang.site.cli.commands import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
