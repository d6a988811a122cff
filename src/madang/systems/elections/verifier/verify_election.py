"""A verifier of elections in one file, without the system: `python3 verify_election.py UUID.bel [FORMER-COPY]`, and where paper
overrides ballots `python3 verify_election.py UUID.bel --collected UUID.collected.bel --overridden UUID.overridden.json`.

Python 3.11 alone is enough; gmpy2, if there, makes it quicker. README.md beside it explains what is proved and how.
"""

# fmt: off
import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
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

# The groups of the specification of Belenios 2.0 (section 5): Q powers of G modulo P. `use` chooses one of them.
BELENIOS = mpz(int(
    "A3EF2D011FEFB1B6E39E568FCCDFFB0FB7DC7EF3A791B6862791811D21FC35F21E6D36856B428030421F514ED40BFD4C06E092A495AF8D79A2F85E"
    "0FB11C0EDE07DD973F9C53E50930C6E82AC36DE1AE3FB8C3AABFFF12CE27A5022DDD8912D107435012768A2CDD0A4091D8FA447F6C7EBC15A349FA"
    "318A6B4FE17D8D47E843A3E14DFA9B2162F4D7229ABE93A188B46B006517D6F6747EBBB29C9EC3099B607F18FB1A8BC858279AA8599411D998D3E3"
    "FADA9E010840D082D8C31911ACDD4A0E7992D0F18CC759CB5DE0ACF66A3882555BC810941E021B6A4CCFA04EE4008F878AFFA2375E2999B44F6CEF"
    "17D707301E59E0E6351E051ED9CEC4157646E64F", 16))
GENERATOR = mpz(int(
    "1307C1AB5F295885D7CAA3A78A42415E31FD1C5807B61FB1E781878A52230A51988B98C259597F9C5A9DFD001D26BA31D9D8976F01D95A1C8262EE"
    "68A0E92CEA541E5219E0D0D094301B894236823FE1D4BC04E29F3748AEFD4F10D5B1A356A8643E673FD9D215FC8FE5FB9CF9FDB8EA88FDB1A3381A"
    "697FDF9C2458570B06D26AEF1BE365FDD90165F397C6B870DF8C1B9E519EDCEE8BB0F74B7A1615A274BA60A7EA574A61F552D2DDE0CE514E0927C4"
    "FF49B1964C4A913731AE4268D60D7F22127B6CBBA44D453AC8B72FD04E0991B7AEFF04867D8724AC638F5F34100D2D47AA680D43771902743D663F"
    "42D853C041E1C91FE3823F4BCF284308F1D7E653", 16))
RFC_3526 = mpz(int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A"
    "6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE4"
    "5B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1"
    "746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D22618"
    "98FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF", 16))
ORDER_256 = mpz(int("ADB6066A73522565F4DAA0F2579DB7F2F0FA90C2168BC709E20263387D55C491", 16))
GROUPS = {"BELENIOS-2048": (BELENIOS, ORDER_256, GENERATOR), "RFC-3526-2048": (RFC_3526, RFC_3526 // 2, mpz(2))}
P, Q, G = GROUPS["BELENIOS-2048"]
BLOCK, LARGE, WHO, BAD, BITS = 512, 2**30, "setup.trustees", "ballot.malformed", 8
ORDER = (
    "Setup( Ballot)*( EndBallots( EncryptedTally(( Shuffle)+|( Shuffle)+ EndShuffles(( PartialDecryption)+( Result)?)?"
    "|( PartialDecryption)+( Result)?)?)?)?"
)

class Broken(Exception):
    """The first check that fails: its name, and a sentence."""
    def __init__(self, check: str, says: str) -> None:
        super().__init__(f"{check}: {says}")
        self.check = check

def need(condition: object, check: str, says: str) -> None:
    if not condition:
        raise Broken(check, says)

# 1. Numbers, hashes, JSON
def use(group: str) -> None:
    global P, Q, G
    P, Q, G = GROUPS[group]

def product(elements: Iterable[int]) -> Number:
    found = mpz(1)
    for one in elements:
        found = found * one % P
    return found

def powers(bases: list[int], exponents: list[int]) -> Number:
    return product(power(base, exponent) for base, exponent in zip(bases, exponents, strict=True))

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
def trustee_key(given: Json, group: str) -> Number:
    key = element(fields(given, "pok public_key", WHO)["public_key"], WHO)
    need(knows(key, given["pok"], f"pok|{group}|{key}|", WHO), WHO, "A trustee did not prove to know the private key.")
    return key

def signed(given: Json, verification: int) -> Json:
    """The message that the holder of `verification` signed."""
    message = fields(given, "message signature", WHO)["message"]
    need(knows(verification, given["signature"], f"sigmsg|{message}|", WHO), WHO, "A trustee's message is not signed.")
    return parsed(message, WHO)

def threshold_trustees(given: Json, group: str) -> Trustee:
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
    keys = [trustee_key(one, group) for one in listed(given["verification_keys"], size, WHO)]
    for place, key in enumerate(keys, 1):
        expected = mpz(1)
        for degree, coefficient in enumerate(sums):
            expected = expected * power(coefficient, place**degree) % P
        need(key == expected, WHO, "A trustee's key does not follow from the polynomials.")
    return needed, keys, sums[0]

def read_trustees(raw: str, group: str) -> list[Trustee]:
    items: list[Trustee] = []
    for kind, given in parsed(raw, WHO):
        need(kind in ("Single", "Pedersen"), WHO, "There is a strange trustee.")
        key = trustee_key(given, group) if kind == "Single" else 0
        items.append((0, [key], key) if kind == "Single" else threshold_trustees(given, group))
    every = [key for _, keys, _ in items for key in set(keys)]
    need(len(set(every)) == len(every) > 0, WHO, "Two trustees have the same key, or there is none.")
    return items

def read_setup(board: Board) -> tuple[Json, str, list[Trustee], dict[str, int]]:
    setup = fields(parsed(board.data(board.payloads("Setup")[0]), "archive"), "election trustees credentials", "archive")
    raw, check = board.data(setup["election"]), "setup.election"
    election, weights = parsed(raw, check), {}
    names = "version description name group public_key questions uuid administrator? credential_authority?"
    right = fields(election, names, check)["version"] == 1 and election["group"] in GROUPS and election["questions"]
    need(right, check, "It is no election of this version in a known group.")
    use(election["group"])
    for question in election["questions"]:
        if "type" in question:
            fields(fields(question, "type value extra?", check)["value"], "answers question", check)
            right = question["type"] == "NonHomomorphic" and P // 2 == Q and len(question["value"]["answers"]) < 255
            need(right, check, "A question's numbers cannot be made elements of this group.")
            continue
        fields(question, "answers blank? min max question", check)
        need(0 <= question["min"] <= question["max"] <= len(question["answers"]), check, "Nobody can answer a question.")
    own = element(election["public_key"], check)
    trustees = read_trustees(board.data(setup["trustees"]), election["group"])
    key = product(share for _, _, share in trustees)
    need(key == own != 1, WHO, "The election's key is not the one that its trustees hold.")
    check = "setup.credentials"
    for line in parsed(board.data(setup["credentials"]), check):
        public, _, weight = line.partition(",")
        need(element(public, check) and public not in weights, check, "A public credential stands on the list twice.")
        weights[public] = int(number(weight if "," in line else "1", check))
    heavy = ranked(election) and any(weight != 1 for weight in weights.values())
    need(not heavy and sum(weights.values()) <= 10**11 and 0 not in weights.values(), check, "Weights are wrong.")
    return election, hash64(raw), trustees, weights

# 5. Ballots
def ranked(election: Json) -> list[int]:
    """The places of the questions whose answers are shuffled and opened."""
    return [place for place, question in enumerate(election["questions"]) if "type" in question]

def ciphertexts(answer: Json) -> Json:
    return answer["choices"] if isinstance(answer["choices"], list) else [answer["choices"]]

def read_ballot(raw: str, election: Json, fingerprint: str) -> Json:
    """The ballot, if it is written in the one way that there is and made for this election."""
    ballot = parsed(raw, BAD)
    names = ["election_uuid", "election_hash", "credential", "answers", "signature"]
    need(isinstance(ballot, dict) and list(ballot) == names and compact(ballot) == raw, BAD, "A ballot is not written as one.")
    element(ballot["credential"], BAD, member=False)
    for answer in ballot["answers"]:
        names = ["choices", "individual_proofs", "overall_proof", "blank_proof"]
        need(list(answer) in (names, names[:3], ["choices", "proof"]), BAD, "An answer is not written as one.")
        for one in ciphertexts(answer):
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

def check_ranking(answer: Json, key: int, head: str) -> None:
    """That who sent the ciphertext knows what is in it: so nobody sends another one's."""
    need("proof" in answer and isinstance(answer["choices"], dict), "ballot.shape", "A ranking has not one ciphertext.")
    alpha, beta = (element(answer["choices"][half], "ballot.not_in_group") for half in ("alpha", "beta"))
    held = knows(alpha, answer["proof"], f"raweg|{head}|{key},{alpha},{beta}|", BAD)
    need(held, "ballot.knowledge_proof", "Who sent a ranking did not prove to know what is in it.")

def check_answer(question: Json, answer: Json, key: int, head: str) -> None:
    if "type" in question:
        check_ranking(answer, key, head)
        return
    need("proof" not in answer and isinstance(answer["choices"], list), "ballot.shape", "An answer is a ranking.")
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
    alpha, beta = (product(pair[half] for pair in pairs[blank:]) for half in (0, 1))
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
        alphas = [one["alpha"] for answer in ballot["answers"] for one in ciphertexts(answer)]
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
        if "type" in question:
            own = (ballot["answers"][place]["choices"] for ballot in last.values())
            sums.append(sorted([mpz(one["alpha"]), mpz(one["beta"])] for one in own))
            continue
        row = [[mpz(1), mpz(1)] for _ in range(len(question["answers"]) + (question.get("blank") is True))]
        for voter, ballot in last.items():
            for held, one in zip(row, ballot["answers"][place]["choices"], strict=True):
                held[0] = held[0] * power(mpz(one["alpha"]), weights[voter]) % P
                held[1] = held[1] * power(mpz(one["beta"]), weights[voter]) % P
        sums.append(row)
    return sums

def joined(elements: Iterable[Any]) -> str:
    return "".join(f"{one}," for one in elements)

def generators(count: int) -> list[Number]:
    """Elements of which nobody knows the logarithm, made of hashes."""
    return [pow(mpz(int(hashed(f"ggen|{place}"), 16)), (P - 1) // Q, P) for place in range(-1, count)]

def check_shuffle(row: list[list[int]], made: list[list[int]], proof: Json, key: int, fingerprint: str) -> bool:
    """Whether `made` is `row` in another order and encrypted anew (the specification's table 5, with its letters)."""
    (t1, t2, t3, t4, links), (*s, hats, places), permutation, chain = proof
    if {len(one) for one in (row, made, links, hats, places, permutation, chain)} != {len(row)} or len(t4) != 2:
        return False
    t, c, chain = ([element(one, "shuffle") for one in some] for some in ((t1, t2, t3, *t4, *links), permutation, chain))
    s1, s2, s3, s4, *rest = [number(one, "shuffle") for one in (*s, *hats, *places)]
    hats, places = rest[: len(row)], rest[len(row) :]
    said = joined(half for pair in (*row, *made) for half in pair) + joined(c)
    head = hashed(f"shuffle-challenges|{fingerprint}|{said}")
    u = [challenge(head + hashed(str(place))) for place in range(len(row))]
    a = -challenge(f"shuffle-challenge|{fingerprint}|{joined(t)}{said}{joined(chain)}{key}")
    h, *hs = generators(len(row))
    whole, total = [h, *chain], mpz(1)
    for one in u:
        total = total * one % Q
    expected = [
        power(product(c) * pow(product(hs), -1, P), a) * power(G, s1),
        power(whole[-1] * power(h, -total), a) * power(G, s2),
        power(powers(c, u), a) * power(G, s3) * powers(hs, places),
    ]
    for half, base in ((1, key), (0, G)):
        before, after = [pair[half] for pair in row], [pair[half] for pair in made]
        expected.append(power(powers(before, u), a) * power(base, -s4) * powers(after, places))
    for place, hat in enumerate(hats):
        expected.append(power(whole[place + 1], a) * power(G, hat) * power(whole[place], places[place]))
    return [one % P for one in expected] == t

def shuffled(board: Board, sums: list[list[list[int]]], election: Json, fingerprint: str, keys: list[int]) -> None:
    """Puts the ciphertexts of each ranked question in the order in which the last shuffle left them."""
    check, owners, opened = "shuffle", set(), board.payloads("PartialDecryption")
    for payload in board.payloads("Shuffle"):
        owned = fields(parsed(board.data(payload), check), "owner payload", check)
        fresh = owned["owner"] in range(1, len(keys) + 1) and owned["owner"] not in owners and ranked(election)
        need(fresh, check, "A shuffle is of nobody, or the same trustee's again.")
        owners.add(owned["owner"])
        given = fields(parsed(board.data(owned["payload"]), check), "ciphertexts proofs", check)
        for name in ("ciphertexts", "proofs"):
            listed(given[name], len(ranked(election)), check)
        for place, row, proof in zip(ranked(election), given["ciphertexts"], given["proofs"], strict=True):
            made = [[element(one[half], check) for half in ("alpha", "beta")] for one in row]
            held = check_shuffle(sums[place], made, proof, mpz(election["public_key"]), fingerprint)
            need(held, check, "It is not proved that a shuffle left every ballot as it was.")
            sums[place] = made
    need(owners or not ranked(election) or not opened, check, "Rankings were opened that nobody shuffled.")

def numbers(opened: int, count: int) -> list[int]:
    """What stands in an element: so many numbers of eight bits, then eight bits of padding."""
    return [int(opened >> BITS * (count - place) & 2**BITS - 1) for place in range(count)]

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
    shuffled(board, sums, election, fingerprint, keys)
    for payload in board.payloads("PartialDecryption"):
        owned = fields(parsed(board.data(payload), "decryption"), "owner payload", "decryption")
        owner, decryption = owned["owner"], parsed(board.data(owned["payload"]), "decryption")
        need(owner in range(1, len(keys) + 1) and owner not in given, "decryption", "It is of nobody, or there twice.")
        given[owner] = checked_factors(decryption, sums, keys[owner - 1], fingerprint)
    for payload in board.payloads("Result"):
        report["counts"] = counts = []
        for i, (question, row) in enumerate(zip(election["questions"], sums, strict=True)):
            plain = [beta * pow(combined(trustees, given, i, j), -1, P) % P for j, (_, beta) in enumerate(row)]
            size = len(question["value"]["answers"]) if "type" in question else 0
            counts.append([numbers(one, size) if size else logarithm(one, weight) for one in plain])
        large = [[one if isinstance(one, list) or one < LARGE else str(one) for one in row] for row in counts]
        expected = compact({"result": large})
        need(board.data(payload) == expected, "result", "The stated result is not what the tally opens to.")
    need(set(board.all) == board.used, "unreferenced", "No event refers to some of its files.")
    return report

# 7. Paper that overrides: what is counted is what was collected without the ballots of a published list
def check_overrides(counted: bytes, collected: bytes, said: str) -> None:
    uuid, some, whole, check = verify(collected)["uuid"], Board(counted), Board(collected), "overrides.list"
    given, cast = fields(parsed(said, check), "election collected overridden", check), dict[str, list[str]]()
    rows = {one["credential"]: one["ballots"] for one in given["overridden"]}
    ordered = [{"credential": one, "ballots": rows[one]} for one in sorted(rows)]
    state = {"election": uuid, "collected": whole.events[-1][0]}
    need(compact(state | {"overridden": ordered}) == said, check, "It is not written as one, or of another board.")
    need(whole.events[-1][1]["type"] == "EndBallots", "overrides.collected", "It does not end with the end of its ballots.")
    ballots, kept = whole.payloads("Ballot"), some.payloads("Ballot")
    for digest in ballots:
        cast.setdefault(json.loads(whole.data(digest))["credential"], []).append(digest)
    for one, numbers in rows.items():
        need(one in cast, "overrides.unknown_credential", "No ballot on the board was cast with an overridden credential.")
        own = [hash64(whole.data(digest)) for digest in cast[one]]
        need(own == numbers, "overrides.ballots", "Those are not the ballots of an overridden credential.")
    out, same = {digest for one in rows for digest in cast[one]}, some.payloads("Setup") == whole.payloads("Setup")
    need(same, "overrides.setup", "The two archives are not of one election as it was set up.")
    need(out.isdisjoint(kept), "overrides.left_in", "A ballot of an overridden credential is counted.")
    need(set(kept) <= set(ballots), "overrides.added", "A ballot is counted that is not on the collection board.")
    need(set(ballots) <= {*kept, *out}, "overrides.dropped", "A ballot is left out that is on no list.")
    need([one for one in ballots if one not in out] == kept, "overrides.reordered", "The order is not the board's.")

def main(names: list[str]) -> int:
    """What is checked: an archive and perhaps a former copy of it; or the counted one, the collected one and the list."""
    paper = names[1::2] == ["--collected", "--overridden"]
    contents = [Path(name).read_bytes() for name in (names[::2] if paper else names)]
    try:
        need(paper or contents[0].startswith(contents[-1]), "history", "It does not continue the former copy.")
        report = verify(contents[0])
        if paper:
            check_overrides(contents[0], contents[1], contents[2].decode())
    except (Broken, KeyError, TypeError, ValueError, AttributeError, IndexError) as broken:
        strange = f"archive: Something in it has not the shape that the specification gives it ({broken!r})."
        sys.stdout.write(f"{broken if isinstance(broken, Broken) else strange}\n")
        return 1
    sys.stdout.write(f"All checks passed: {report['name']} ({report['uuid']}), {report['voted']} voted: {report['counts']}\n")
    return 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
