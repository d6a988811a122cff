"""Leave what the lotteries and rankings are recomputed from, and what a program of its own makes of it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from madang.systems.procurement.models import Lot, Ranking
from madang.systems.procurement.usecases.award.rank_bids import latest_ranking

SCRIPT = Path(__file__).parents[2] / "static" / "procurement" / "recompute.py"
MOST = 20


def write_award_files(*, out: Path) -> Iterator[str]:
    """`opening.json` (the newest ranking), `opening-TENDER-LOT.json` of others, `recompute.py` and its answer."""
    ranked = Lot.objects.filter(pk__in=Ranking.objects.values("lot")).select_related("tender").order_by("-pk")[:MOST]
    found = [ranking for ranking in (latest_ranking(lot=lot) for lot in ranked) if ranking is not None]
    if not found:
        yield "no lot is ranked yet, so there is nothing to recompute"
        return
    names = []
    for place, ranking in enumerate(found):
        opening = ranking.opening
        names.append(f"opening-{opening['tender']}-{opening['lot']}.json" if place else "opening.json")
        text = json.dumps(opening, ensure_ascii=False, indent=1)
        (out / names[-1]).write_text(text + "\n", encoding="utf-8")
    shutil.copyfile(SCRIPT, out / SCRIPT.name)
    yield f"what {len(names)} lots are recomputed from: opening.json and {len(names) - 1} more"
    done = subprocess.run(
        [sys.executable, "-I", SCRIPT.name, *names], cwd=out, env={}, capture_output=True, text=True, check=False
    )
    (out / "recompute.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"The program that recomputes disagrees:\n{done.stdout}{done.stderr}")
    agreed = done.stdout.count("everything agrees")
    yield f"a program of its own computes every lottery and ranking again and agrees on {agreed}: recompute.txt"
