"""jwcrypto seals the same content in a JWE for three recipients on P-256 and signs it; prints its rates a CPU second."""

import json
import sys
import time

from jwcrypto import jwe, jwk, jws

CONTENT = json.dumps({"answers": {}, "currency": "KRW", "draws": [], "minor": 98_765_000}).ljust(1024)
HEADER = json.dumps({"alg": "ECDH-ES+A256KW"})
COUNT = int(sys.argv[1])
custodians = [jwk.JWK.generate(kty="EC", crv="P-256") for _ in range(3)]
signer = jwk.JWK.generate(kty="EC", crv="P-256")


def seal() -> str:
    made = jwe.JWE(CONTENT.encode(), json.dumps({"enc": "A256GCM"}))
    for one in custodians:
        made.add_recipient(one, HEADER)
    signed = jws.JWS(made.serialize())
    signed.add_signature(signer, None, json.dumps({"alg": "ES256"}))
    return signed.serialize(compact=True)


def opened(data: str) -> bytes:
    signed = jws.JWS()
    signed.deserialize(data, signer)
    found = jwe.JWE()
    found.deserialize(signed.payload.decode(), custodians[0])
    return found.payload


clocks = [time.process_time()]
sealed = [seal() for _ in range(COUNT)]
clocks.append(time.process_time())
for one in sealed:
    opened(one)
clocks.append(time.process_time())
sys.stdout.write(json.dumps({"seal": COUNT / (clocks[1] - clocks[0]), "open": COUNT / (clocks[2] - clocks[1])}) + "\n")
