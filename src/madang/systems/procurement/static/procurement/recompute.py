"""Recompute the lottery and the ranking of a tender's lot from what was published, and say whether it agrees.

    python3 recompute.py opening.json [opening-2.json …]

Needs Python 3.9 or later and nothing else; reads nothing but the files named. It shares no line with the program whose
results it checks:
the rules stand below in words and in code. It ends with 0 where all agrees, 1 where anything does not, 2 where a file
cannot be read.
"""

import hashlib
import hmac
import json
import sys
from fractions import Fraction
from pathlib import Path


def say(text):
    sys.stdout.write(text + "\n")


def mac(key, text):
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).digest()


def whole(number):
    """A fraction's whole part downwards."""
    return number.numerator // number.denominator


class Check:
    """What was compared, and how often it disagreed."""

    def __init__(self):
        self.wrong = 0

    def same(self, what, computed, published):
        if computed == published:
            say(f"  agrees    {what}")
        else:
            self.wrong += 1
            say(f"  DISAGREES {what}: computed {computed!r}, published {published!r}")


def lottery_key(data, check):
    """The seed must be the one that was promised; mixed with the hashes of all bids it is the key of the lottery."""
    told = data["lottery"]
    promise = "\n".join(
        [
            "madang procurement lottery 1",
            told["seed"].lower(),
            data["tender"],
            str(data["lot"]),
            str(told["base"]),
            told["percent"],
        ]
    )
    check.same(
        "the seed is the one promised before closing", hashlib.sha256(promise.encode()).hexdigest(), told["commitment"]
    )
    hashes = sorted(told["bids"])
    check.same("every ranked bid lay there at closing", {bid["sha256"] for bid in data["bids"]} <= set(hashes), True)
    return mac(bytes.fromhex(told["seed"]), "\n".join(hashes))


def fifteen(key, base, percent):
    """Cut base ± percent into 15 equal bands, take one whole amount of each, and shuffle the bands."""
    bottom = Fraction(base) * (100 - percent) / 100
    top = Fraction(base) * (100 + percent) / 100
    edges = [bottom + (top - bottom) * step / 15 for step in range(16)]
    found = []
    for band in range(1, 16):
        # Whole amounts at or above the lower edge and below the upper one; the last band includes its upper edge.
        smallest = -whole(-edges[band - 1])
        largest = whole(edges[15]) if band == 15 else -whole(-edges[band]) - 1
        chance = Fraction(int(mac(key, f"price:{band}").hex(), 16), 2**256)
        found.append((mac(key, f"place:{band}"), smallest + whole(chance * (largest - smallest + 1))))
    return [price for _, price in sorted(found)]


def drew_well(bid):
    return (
        len(bid["draws"]) == 2
        and bid["draws"][0] != bid["draws"][1]
        and all(type(one) is int and 0 < one < 16 for one in bid["draws"])
    )


def redo_lottery(data, key, check):
    """The four positions drawn most, lower ones first among equals, are averaged and rounded down."""
    told = data["lottery"]
    if not told["base"]:
        check.same("no reserve price is drawn", told["reserve"], None)
        return None, None
    prices = fifteen(key, told["base"], Fraction(told["percent"]))
    check.same("the fifteen preliminary prices", prices, told["prices"])
    times = dict.fromkeys(range(1, 16), 0)
    for bid in filter(drew_well, data["bids"]):
        for position in bid["draws"]:
            times[position] += 1
    check.same("how often each was drawn", [times[position] for position in range(1, 16)], told["counts"])
    four = sorted(sorted(times, key=lambda position: (-times[position], position))[:4])
    check.same("the four that are averaged", four, told["chosen"])
    reserve = whole(Fraction(sum(prices[position - 1] for position in four), 4))
    check.same("the reserve price", reserve, told["reserve"])
    limit = None
    if data["rules"]["lower_limit"] is not None:
        limit = -whole(-reserve * Fraction(data["rules"]["lower_limit"]) / 100)
    check.same("the lowest price that may win", limit, told["limit"])
    return reserve, limit


def seals(data, check):
    """Each evaluator's scores must be those that were sealed before anybody saw another's."""
    for one in data["seals"]:
        scores = {bid["number"]: bid["scores"].get(one["evaluator"]) for bid in data["bids"]}
        scores = {number: given for number, given in scores.items() if given is not None}
        text = one["nonce"] + "\n" + json.dumps(scores, sort_keys=True, separators=(",", ":"))
        check.same(f"the scores of {one['evaluator']}", hashlib.sha256(text.encode()).hexdigest(), one["sha256"])


def panel_means(bid, data):
    """Average by criterion. With enough evaluators the one with the lowest and the one with the highest total are left out."""
    codes = [one["code"] for one in data["criteria"] if not one["by_formula"]]
    sheets = sorted(bid["scores"].items())
    least = data["rules"]["drop_from"]
    if least and len(sheets) >= max(3, least):
        totals = [sum(sheet.values()) for _, sheet in sheets]
        low = totals.index(min(totals))
        rest = [place for place in range(len(sheets)) if place != low]
        high = max(rest, key=lambda place: (totals[place], -place))
        sheets = [sheet for place, sheet in enumerate(sheets) if place not in (low, high)]
    return {
        code: Fraction(sum(sheet[code] for _, sheet in sheets), len(sheets)) if sheets else Fraction(0)
        for code in codes
    }


def why_out(bid, data, reserve, limit):
    """The first reason, in this order, why a bid cannot win."""
    if bid["excluded"]:
        return bid["excluded"]
    if reserve is not None and not drew_well(bid):
        return "draws"
    if reserve is not None and bid["price"] > reserve:
        return "above_reserve"
    if limit is not None and bid["price"] < limit:
        return "below_limit"
    if data["award_by"] == "lifecycle_cost":
        costs = bid["costs"]
        if costs is None or len(costs) != data["rules"]["years"] or min(costs, default=0) < 0:
            return "costs"
    if data["award_by"] == "best_value":
        most = sum(one["points"] for one in data["criteria"] if not one["by_formula"])
        if sum(panel_means(bid, data).values()) < Fraction(data["rules"]["technical_minimum"]) / 100 * most:
            return "technical_minimum"
    return ""


def redo_ranking(data, key, reserve, limit, check):
    """Best first; what is still equal is ordered by the lottery's key and the bid's hash."""
    reasons = {bid["number"]: why_out(bid, data, reserve, limit) for bid in data["bids"]}
    in_it = [bid for bid in data["bids"] if not reasons[bid["number"]]]
    cheapest = min((bid["price"] for bid in in_it), default=None)
    lines = []
    for bid in in_it:
        lot = mac(key, "tie:" + bid["sha256"]).hex()
        if data["award_by"] == "best_value":
            panel = panel_means(bid, data)
            total = sum(panel.values()) + sum(
                Fraction(one["points"]) * cheapest / bid["price"] for one in data["criteria"] if one["by_formula"]
            )
            lines.append((-total, -sum(panel.values()), lot, bid["number"], total))
        elif data["award_by"] == "lifecycle_cost":
            factor = 1 / (1 + Fraction(data["rules"]["discount"]) / 100)
            cost = bid["price"] + sum(one * factor ** (year + 1) for year, one in enumerate(bid["costs"]))
            lines.append((cost, 0, lot, bid["number"], Fraction(cost)))
        else:
            # After two stages, of equal prices the technically better one comes first.
            better = -Fraction(bid.get("technical", 0))
            lines.append((bid["price"], better, lot, bid["number"], Fraction(bid["price"])))
    places = [[line[3], place, str(line[4]), ""] for place, line in enumerate(sorted(lines), start=1)]
    places += [[number, 0, None, reasons[number]] for number in sorted(reasons) if reasons[number]]
    check.same("the ranking", places, [[one["bid"], one["place"], one["value"], one["why"]] for one in data["ranking"]])
    return places


def recompute(path):
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    say(f"{data['tender']} lot {data['lot']} ({data['award_by']})")
    check = Check()
    key = lottery_key(data, check)
    reserve, limit = redo_lottery(data, key, check)
    seals(data, check)
    places = redo_ranking(data, key, reserve, limit, check)
    first = next((place[0] for place in places if place[1] == 1), "none")
    say(f"  first: {first}; {'everything agrees' if not check.wrong else f'{check.wrong} things disagree'}")
    return check.wrong


def main(paths):
    if not paths:
        say(__doc__)
        return 2
    wrong = 0
    for path in paths:
        try:
            wrong += recompute(path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            say(f"{path} cannot be read as an opening: {error!r}")
            return 2
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
