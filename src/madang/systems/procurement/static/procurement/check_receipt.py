"""Say which hash the timestamp of a bid's receipt is over, so that openssl can check the timestamp.

    python3 check_receipt.py receipt.json [inclusion.json]
    openssl ts -verify -digest HASH -in receipt.tst -token_in -CAfile root.pem

Needs Python 3.9 or later and nothing else. A receipt that came alone is stamped itself: the hash is its SHA-256, and there is
no inclusion.json. Receipts that came in one moment share a timestamp of the root of a Merkle tree (RFC 6962, section 2.1): a
leaf is the SHA-256 of a zero byte and the receipt, a node that of a one byte and the hashes on its left and right.
inclusion.json tells the receipt's `place` among `size` leaves and, in `path`, the hash at its side on each level, from the
leaf up.
"""

import hashlib
import json
import sys
from pathlib import Path


def sha256(data):
    return hashlib.sha256(data).digest()


def root_of(receipt, place, size, path):
    """As RFC 9162, section 2.1.3.2 walks it."""
    last, head = size - 1, sha256(b"\x00" + receipt)
    for side in map(bytes.fromhex, path):
        if last == 0:
            raise ValueError("the path is too long")
        if place % 2 or place == last:
            head = sha256(b"\x01" + side + head)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            head = sha256(b"\x01" + head + side)
        place, last = place // 2, last // 2
    if last:
        raise ValueError("the path is too short")
    return head


receipt = Path(sys.argv[1]).read_bytes()
shared = [json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[2:3]]
found = root_of(receipt, **shared[0]) if shared else sha256(receipt)
sys.stdout.write(found.hex() + "\n")
