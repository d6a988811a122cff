"""A verifier of elections in one file, without the system: `python3 verify_election.py UUID.bel [FORMER-COPY]`.

Python 3.11 alone is enough; gmpy2, if there, makes it quicker. README.md beside it explains what is proved and how.
"""

# fmt: off
import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    from gmpy2 import mpz
except ImportError:
    mpz = int

# Whatever stands in JSON, and a number: an int, or gmpy2's kind of it.
Json = Any
Number = Any
Claim = tuple[int, int, int]
Trustee = tuple[int, list[int], int]

# The group BELENIOS-2048, as the specification of Belenios 2.0 gives it (section 5.1): Q powers of G modulo P.
P = mpz(int(
    "A3EF2D011FEFB1B6E39E568FCCDFFB0FB7DC7EF3A791B6862791811D21FC35F21E6D36856B428030421F514ED40BFD4C06E092A4"
    "95AF8D79A2F85E0FB11C0EDE07DD973F9C53E50930C6E82AC36DE1AE3FB8C3AABFFF12CE27A5022DDD8912D107435012768A2CDD"
    "0A4091D8FA447F6C7EBC15A349FA318A6B4FE17D8D47E843A3E14DFA9B2162F4D7229ABE93A188B46B006517D6F6747EBBB29C9E"
    "C3099B607F18FB1A8BC858279AA8599411D998D3E3FADA9E010840D082D8C31911ACDD4A0E7992D0F18CC759CB5DE0ACF66A3882"
    "555BC810941E021B6A4CCFA04EE4008F878AFFA2375E2999B44F6CEF17D707301E59E0E6351E051ED9CEC4157646E64F", 16))
G = mpz(int(
    "1307C1AB5F295885D7CAA3A78A42415E31FD1C5807B61FB1E781878A52230A51988B98C259597F9C5A9DFD001D26BA31D9D8976F"
    "01D95A1C8262EE68A0E92CEA541E5219E0D0D094301B894236823FE1D4BC04E29F3748AEFD4F10D5B1A356A8643E673FD9D215FC"
    "8FE5FB9CF9FDB8EA88FDB1A3381A697FDF9C2458570B06D26AEF1BE365FDD90165F397C6B870DF8C1B9E519EDCEE8BB0F74B7A16"
    "15A274BA60A7EA574A61F552D2DDE0CE514E0927C4FF49B1964C4A913731AE4268D60D7F22127B6CBBA44D453AC8B72FD04E0991"
    "B7AEFF04867D8724AC638F5F34100D2D47AA680D43771902743D663F42D853C041E1C91FE3823F4BCF284308F1D7E653", 16))
Q = mpz(int("ADB6066A73522565F4DAA0F2579DB7F2F0FA90C2168BC709E20263387D55C491", 16))
GROUP, BLOCK, LARGE, WHO, BAD = "BELENIOS-2048", 512, 2**30, "setup.trustees", "ballot.malformed"
ORDER = "Setup( Ballot)*( EndBallots( EncryptedTally(( PartialDecryption)+( Result)?)?)?)?"

class Broken(Exception):
    """The first check that fails: its name, and a sentence."""
    def __init__(self, check: str, says: str) -> None:
        super().__init__(f"{check}: {says}")
        self.check = check

def need(condition: object, check: str, says: str) -> None:
    if not condition:
        raise Broken(check, says)

# 1. Numbers, hashes, JSON
def power(base: int, exponent: int) -> Number:
    return pow(base, exponent % Q, P)

def number(text: Json, check: str) -> Number:
    """A decimal number, written in the one way that there is."""
    need(isinstance(text, str) and re.fullmatch("0|[1-9][0-9]{0,616}", text), check, "A number is not written as one.")
    return mpz(text)

def element(text: Json, check: str, *, member: bool = True) -> Number:
    """A number that is an element of the group. With others, a proof can hold that proves nothing."""
    found = number(text, check)
    need(0 < found < P and (not member or pow(found, Q, P) == 1), check, "Something is no element of the group.")
    return found

def challenge(text: str) -> Number:
    return mpz(int(hashed(text), 16)) % Q

def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

def hash64(text: str) -> str:
    return base64.b64encode(bytes.fromhex(hashed(text))).decode().rstrip("=")

def compact(given: Json) -> str:
    return json.dumps(given, separators=(",", ":"), ensure_ascii=False)

def parsed(raw: str, check: str) -> Json:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as broken:
        raise Broken(check, "Something is no JSON.") from broken

def fields(given: Json, names: str, check: str) -> Json:
    """`given`, if it is an object with just these fields; one whose name ends in ? may be missing."""
    known = [name.rstrip("?") for name in names.split()]
    fits = isinstance(given, dict) and set(given) <= set(known)
    fits = fits and all(name in given for name in names.split() if not name.endswith("?"))
    need(fits, check, f"An object has not the fields {names}.")
    return given

def listed(given: Json, size: int, check: str) -> Json:
    need(isinstance(given, list) and len(given) == size, check, "A list has not the right length.")
    return given

# 2. Proofs
def proof_of(given: Json, check: str) -> tuple[int, int]:
    need(isinstance(given, dict) and list(given) == ["challenge", "response"], check, "A proof is not written as one.")
    c, r = number(given["challenge"], check), number(given["response"], check)
    need(c < Q and r < Q, check, "A challenge or a response is too large.")
    return c, r

def knows(public: int, proof: Json, head: str, check: str) -> bool:
    """Whether the maker of `proof` knows the logarithm of `public`."""
    c, r = proof_of(proof, check)
    return bool(challenge(f"{head}{power(G, r) * power(public, c) % P}") == c)

def one_of(key: int, head: str, claims: list[Claim], proofs: Json) -> bool:
    """Whether one of `claims` is true; each says that the ciphertext (alpha, beta) holds the value m."""
    commitments, total = [], 0
    if len(proofs) != len(claims):
        return False
    for (alpha, beta, m), proof in zip(claims, proofs, strict=True):
        c, r = proof_of(proof, BAD)
        commitments.append(str(power(G, r) * power(alpha, c) % P))
        commitments.append(str(power(key, r) * power(beta * pow(G, -m, P), c) % P))
        total += c
    return bool(challenge(head + ",".join(commitments)) == total % Q)

# 3. The archive: a tar of files named by their hashes, and the chain of events in it
def files_of(archive: bytes) -> Iterator[tuple[str, str]]:
    place, check = 0, "archive"
    while place < len(archive):
        head = archive[place : place + BLOCK]
        need((head[124:135] + head[148:154]).isdigit(), check, "The head of a file is damaged.")
        name, size, stated = head[:100].rstrip(b"\0").decode("ascii"), int(head[124:135], 8), int(head[148:154], 8)
        need(sum(head) - sum(head[148:156]) + 8 * 32 == stated, check, f"The head of {name} is damaged.")
        content, end = archive[place + BLOCK : place + BLOCK + size], place + BLOCK + size
        place = end + -size % BLOCK
        need(place <= len(archive), check, "It is cut off.")
        need(not any(archive[end:place]), check, f"Something is hidden behind {name}.")
        yield name, content.decode()

class Board:
    """Events and data of an archive; remembers which data an event refers to."""
    def __init__(self, archive: bytes) -> None:
        self.events: list[tuple[str, Json]] = []
        self.all: dict[str, str] = {}
        self.used: set[str] = set()
        files = files_of(archive)
        name, content = next(files, ("", ""))
        header = name == "BELENIOS" and fields(parsed(content, "archive"), "version timestamp", "archive")
        need(header and header["version"] == 1, "archive", "It does not begin with the file BELENIOS of version 1.")
        for name, content in files:
            digest, _, kind = name.partition(".")
            need(hashed(content) == digest, "archive", f"{name} is not what its name says.")
            need(kind in ("data.json", "event.json") and digest not in self.all, "archive", f"{name} is there too often.")
            if kind == "data.json":
                self.all[digest] = content
            else:
                event = fields(parsed(content, "archive"), "parent? height type payload?", "archive")
                self.events.append((digest, event))
        for height, (_, event) in enumerate(self.events):
            follows = event["height"] == height and event.get("parent") == (self.events[height - 1][0] if height else None)
            need(follows, "chain", f"Event {height} does not follow what stands before it.")
        order = re.fullmatch(ORDER, " ".join(event["type"] for _, event in self.events))
        need(order, "order", "Something happened that cannot happen where it stands.")

    def data(self, digest: Json) -> str:
        need(digest in self.all, "archive", f"{digest} is missing.")
        self.used.add(digest)
        return self.all[digest]

    def payloads(self, kind: str) -> list[Json]:
        return [event.get("payload") for _, event in self.events if event["type"] == kind]

# 4. Setup: the election, its trustees, its credentials
def trustee_key(given: Json) -> Number:
    key = element(fields(given, "pok public_key", WHO)["public_key"], WHO)
    need(knows(key, given["pok"], f"pok|{GROUP}|{key}|", WHO), WHO, "A trustee did not prove to know the private key.")
    return key

def signed(given: Json, verification: int) -> Json:
    """The message that the holder of `verification` signed."""
    message = fields(given, "message signature", WHO)["message"]
    need(knows(verification, given["signature"], f"sigmsg|{message}|", WHO), WHO, "A trustee's message is not signed.")
    return parsed(message, WHO)

def threshold_trustees(given: Json) -> Trustee:
    """How many are needed, each one's key, and what they give to the election's key together."""
    fields(given, "threshold certs coefexps verification_keys", WHO)
    needed, size = given["threshold"], len(given["certs"])
    need(isinstance(needed, int) and 1 <= needed <= size, WHO, "That is no threshold.")
    sums, names = [mpz(1)] * needed, set()
    for cert, coefficients in zip(given["certs"], listed(given["coefexps"], size, WHO), strict=True):
        named = fields(parsed(cert["message"], WHO), "verification encryption", WHO)
        verification = element(named["verification"], WHO)
        names |= {verification, element(named["encryption"], WHO)}
        signed(cert, verification)
        own = listed(fields(signed(coefficients, verification), "coefexps", WHO)["coefexps"], needed, WHO)
        sums = [one * element(other, WHO) % P for one, other in zip(sums, own, strict=True)]
    need(len(names) == 2 * size, WHO, "Two trustees of a threshold have the same key.")
    keys = [trustee_key(one) for one in listed(given["verification_keys"], size, WHO)]
    for place, key in enumerate(keys, 1):
        expected = mpz(1)
        for degree, coefficient in enumerate(sums):
            expected = expected * power(coefficient, place**degree) % P
        need(key == expected, WHO, "A trustee's key does not follow from the polynomials.")
    return needed, keys, sums[0]

def read_trustees(raw: str) -> list[Trustee]:
    items: list[Trustee] = []
    for kind, given in parsed(raw, WHO):
        need(kind in ("Single", "Pedersen"), WHO, "There is a strange trustee.")
        key = trustee_key(given) if kind == "Single" else 0
        items.append((0, [key], key) if kind == "Single" else threshold_trustees(given))
    every = [key for _, keys, _ in items for key in set(keys)]
    need(len(set(every)) == len(every) > 0, WHO, "Two trustees have the same key, or there is none.")
    return items

def read_setup(board: Board) -> tuple[Json, str, list[Trustee], dict[str, int]]:
    setup = fields(parsed(board.data(board.payloads("Setup")[0]), "archive"), "election trustees credentials", "archive")
    raw, check = board.data(setup["election"]), "setup.election"
    election, weights = parsed(raw, check), {}
    names = "version description name group public_key questions uuid administrator? credential_authority?"
    right = fields(election, names, check)["version"] == 1 and election["group"] == GROUP and election["questions"]
    need(right, check, "It is no election of this version in this group.")
    for question in election["questions"]:
        fields(question, "answers blank? min max question", check)
        need(0 <= question["min"] <= question["max"] <= len(question["answers"]), check, "Nobody can answer a question.")
    own = element(election["public_key"], check)
    trustees, key = read_trustees(board.data(setup["trustees"])), mpz(1)
    for _, _, share in trustees:
        key = key * share % P
    need(key == own != 1, WHO, "The election's key is not the one that its trustees hold.")
    check = "setup.credentials"
    for line in parsed(board.data(setup["credentials"]), check):
        public, _, weight = line.partition(",")
        need(element(public, check) and public not in weights, check, "A public credential stands on the list twice.")
        weights[public] = int(number(weight if "," in line else "1", check))
    need(sum(weights.values()) <= 10**11 and 0 not in weights.values(), check, "Weights are too large, or nothing.")
    return election, hash64(raw), trustees, weights

# 5. Ballots
def read_ballot(raw: str, election: Json, fingerprint: str) -> Json:
    """The ballot, if it is written in the one way that there is and made for this election."""
    ballot = parsed(raw, BAD)
    names = ["election_uuid", "election_hash", "credential", "answers", "signature"]
    need(isinstance(ballot, dict) and list(ballot) == names and compact(ballot) == raw, BAD, "A ballot is not written as one.")
    element(ballot["credential"], BAD, member=False)
    for answer in ballot["answers"]:
        names = ["choices", "individual_proofs", "overall_proof", "blank_proof"]
        need(list(answer) in (names, names[:3]), BAD, "An answer is not written as one.")
        for one in answer["choices"]:
            need(list(one) == ["alpha", "beta"], BAD, "A ciphertext is not written as one.")
            need(all(element(found, BAD, member=False) for found in one.values()), BAD, "A ciphertext is none.")
    ours = ballot["election_uuid"] == election["uuid"] and ballot["election_hash"] == fingerprint
    need(ours, "ballot.other_election", "A ballot was made for another election.")
    need(len(ballot["answers"]) == len(election["questions"]), "ballot.shape", "A ballot has not one answer a question.")
    return ballot

def check_ballot(raw: str, ballot: Json, election: Json) -> None:
    signature = fields(ballot["signature"], "hash proof", BAD)
    digest = hash64(raw[: raw.rindex(',"signature":')] + "}")
    voter = mpz(ballot["credential"])
    held = signature["hash"] == digest and knows(voter, signature["proof"], f"sig|{digest}|", BAD)
    need(held, "ballot.signature", "A ballot is not signed with the credential that it names.")
    for question, answer in zip(election["questions"], ballot["answers"], strict=True):
        check_answer(question, answer, mpz(election["public_key"]), f"{ballot['election_hash']}|{voter}")

def check_answer(question: Json, answer: Json, key: int, head: str) -> None:
    blank = question.get("blank") is True
    size = len(question["answers"]) + blank
    fits = len(answer["choices"]) == len(answer["individual_proofs"]) == size and ("blank_proof" in answer) == blank
    need(fits, "ballot.shape", "An answer has too many or too few choices or proofs.")
    check = "ballot.not_in_group"
    pairs = [(element(one["alpha"], check), element(one["beta"], check)) for one in answer["choices"]]
    for (alpha, beta), proofs in zip(pairs, answer["individual_proofs"], strict=True):
        held = one_of(key, f"prove|{head}|{alpha},{beta}|", [(alpha, beta, 0), (alpha, beta, 1)], proofs)
        need(held, "ballot.individual_proof", "A choice is not proved to be 0 or 1.")
    whole = f"{head}|" + ",".join(f"{alpha},{beta}" for alpha, beta in pairs)
    alpha, beta = mpz(1), mpz(1)
    for one, other in pairs[blank:]:
        alpha, beta = alpha * one % P, beta * other % P
    within = [(alpha, beta, m) for m in range(question["min"], question["max"] + 1)]
    overall = f"prove|{whole}|{alpha},{beta}|"
    if blank:
        claims = [(*pairs[0], 0), (alpha, beta, 0)]
        held = one_of(key, f"bproof0|{whole}|", claims, answer["blank_proof"])
        need(held, "ballot.blank_proof", "A blank vote is not proved to be empty.")
        within, overall = [(*pairs[0], 1), *within], f"bproof1|{whole}|"
    held = one_of(key, overall, within, answer["overall_proof"])
    need(held, "ballot.overall_proof", "The choices are not proved to be within the question's bounds.")

def checked_ballots(board: Board, election: Json, fingerprint: str, weights: dict[str, int]) -> dict[str, Json]:
    """The last ballot of each credential, all ballots having been checked."""
    digests, last, seen = board.payloads("Ballot"), {}, set[str]()
    need(len(set(digests)) == len(digests), "ballot.replayed", "A ballot stands on the board twice.")
    for digest in digests:
        raw = board.data(digest)
        ballot = read_ballot(raw, election, fingerprint)
        need(ballot["credential"] in weights, "ballot.unknown_credential", "A ballot's credential is not on the list.")
        alphas = [one["alpha"] for answer in ballot["answers"] for one in answer["choices"]]
        need(len(set(alphas) - seen) == len(alphas), "ballot.replayed", "A ciphertext was taken from another ballot.")
        seen.update(alphas)
        check_ballot(raw, ballot, election)
        last[ballot["credential"]] = ballot
    return last

# 6. From ballots to the result
def tally_of(election: Json, last: dict[str, Json], weights: dict[str, int]) -> list[list[list[int]]]:
    """The product of all ballots that count, each as often as it weighs."""
    sums = []
    for place, question in enumerate(election["questions"]):
        row = [[mpz(1), mpz(1)] for _ in range(len(question["answers"]) + (question.get("blank") is True))]
        for voter, ballot in last.items():
            for held, one in zip(row, ballot["answers"][place]["choices"], strict=True):
                held[0] = held[0] * power(mpz(one["alpha"]), weights[voter]) % P
                held[1] = held[1] * power(mpz(one["beta"]), weights[voter]) % P
        sums.append(row)
    return sums

def checked_factors(given: Json, sums: list[list[list[int]]], public: int, fingerprint: str) -> list[list[int]]:
    """What one trustee's key gives to opening the tally, each factor proved."""
    check, found, head = "decryption", [], f"decrypt|{fingerprint}|{public}|"
    fields(given, "decryption_factors decryption_proofs", check)
    rows = [listed(given[name], len(sums), check) for name in ("decryption_factors", "decryption_proofs")]
    for factors, proofs, row in zip(*rows, sums, strict=True):
        found.append([element(factor, check) for factor in listed(factors, len(row), check)])
        for (alpha, _), factor, proof in zip(row, found[-1], listed(proofs, len(row), check), strict=True):
            c, r = proof_of(proof, check)
            first, second = power(G, r) * power(public, c) % P, power(alpha, r) * power(factor, c) % P
            need(challenge(f"{head}{first},{second}") == c, check, "A factor is not proved to be the right one.")
    return found

def combined(trustees: list[Trustee], given: dict[int, list[list[int]]], place: int, column: int) -> Number:
    """What is to be divided out of beta."""
    found, first = mpz(1), 1
    for needed, keys, _ in trustees:
        present = [one for one in range(1, len(keys) + 1) if first + one - 1 in given][: needed or 1]
        need(len(present) == (needed or 1), "result", "Too few trustees took part.")
        for one in present:
            exponent = 1
            for other in present if needed else ():
                exponent = exponent * (other * pow(other - one, -1, int(Q)) if other != one else 1) % Q
            found = found * power(given[first + one - 1][place][column], exponent) % P
        first += len(keys)
    return found

def logarithm(target: int, most: int) -> Number:
    """How often G must be multiplied to give `target`: small steps are kept, giant steps tried."""
    step, small, value = int(most**0.5) + 1, {}, mpz(1)
    for exponent in range(step):
        small[value] = exponent
        value = value * G % P
    back = pow(value, -1, P)
    for jump in range(step + 1):
        if target in small and jump * step + small[target] <= most:
            return jump * step + small[target]
        target = target * back % P
    raise Broken("result", "The tally opens to a number larger than all votes together.")

def verify(archive: bytes) -> dict[str, Json]:
    """What the archive holds; Broken for the first check that fails."""
    board = Board(archive)
    election, fingerprint, trustees, weights = read_setup(board)
    last = checked_ballots(board, election, fingerprint, weights)
    report = {"name": election["name"], "uuid": election["uuid"], "voted": len(last), "counts": None}
    sums, weight = tally_of(election, last, weights), sum(weights[voter] for voter in last)
    for digest in board.payloads("EncryptedTally"):
        raw = compact([[{"alpha": str(alpha), "beta": str(beta)} for alpha, beta in row] for row in sums])
        weighs = weight if weight < LARGE else str(weight)
        sized = {"num_tallied": len(last), "total_weight": weighs, "encrypted_tally": hashed(raw)}
        need(board.data(digest) == compact(sized), "tally", "The encrypted tally is not the product of the ballots.")
        board.data(hashed(raw))
    keys, given = [key for _, some, _ in trustees for key in some], {}
    for payload in board.payloads("PartialDecryption"):
        owned = fields(parsed(board.data(payload), "decryption"), "owner payload", "decryption")
        owner, decryption = owned["owner"], parsed(board.data(owned["payload"]), "decryption")
        need(owner in range(1, len(keys) + 1) and owner not in given, "decryption", "It is of nobody, or there twice.")
        given[owner] = checked_factors(decryption, sums, keys[owner - 1], fingerprint)
    for payload in board.payloads("Result"):
        report["counts"] = counts = [
            [logarithm(beta * pow(combined(trustees, given, i, j), -1, P) % P, weight) for j, (_, beta) in enumerate(row)]
            for i, row in enumerate(sums)
        ]
        expected = compact({"result": [[one if one < LARGE else str(one) for one in row] for row in counts]})
        need(board.data(payload) == expected, "result", "The stated result is not what the tally opens to.")
    need(set(board.all) == board.used, "unreferenced", "No event refers to some of its files.")
    return report

def main(names: list[str]) -> int:
    contents = [Path(name).read_bytes() for name in names]
    try:
        need(contents[0].startswith(contents[-1]), "history", "It does not continue the former copy.")
        report = verify(contents[0])
    except (Broken, KeyError, TypeError, ValueError, AttributeError) as broken:
        strange = f"archive: Something in it has not the shape that the specification gives it ({broken!r})."
        sys.stdout.write(f"{broken if isinstance(broken, Broken) else strange}\n")
        return 1
    sys.stdout.write(f"All checks passed: {report['name']} ({report['uuid']}), {report['voted']} voted: {report['counts']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
