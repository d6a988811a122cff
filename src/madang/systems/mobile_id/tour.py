"""Mobile ID's journey on the demonstration's data: issue, ask, present, judge, suspend."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from joserfc import jwe
from joserfc.jwk import ECKey

from madang.framework.identity.actor import Actor, ActorKind, Assurance
from madang.framework.law import pack
from madang.framework.values import clock
from madang.systems.mobile_id.domain.asking import QUERY
from madang.systems.mobile_id.domain.credential import Standing
from madang.systems.mobile_id.domain.verdict import Verdict
from madang.systems.mobile_id.formats import jose, sd_jwt
from madang.systems.mobile_id.models import Credential
from madang.systems.mobile_id.usecases import addresses
from madang.systems.mobile_id.usecases.ask_presentation import ALGORITHM, ENCRYPTION, ask_presentation, request_object
from madang.systems.mobile_id.usecases.challenge import give_nonce
from madang.systems.mobile_id.usecases.change_standing import change_standing
from madang.systems.mobile_id.usecases.issue_credential import issue_credential
from madang.systems.mobile_id.usecases.name import CONFIGURATION
from madang.systems.mobile_id.usecases.offer_credential import GRANT, Offered, offer_online
from madang.systems.mobile_id.usecases.publish_status import publish_status
from madang.systems.mobile_id.usecases.questions import questions
from madang.systems.mobile_id.usecases.receive_presentation import receive_presentation
from madang.systems.mobile_id.usecases.redeem_offer import redeem_offer


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; credential, presentation, request, status list and verdict stay in `out`."""
    holder = _holder()
    offered = offer_online(person=holder.person or "", actor=holder, now=clock.now())
    yield "a resident at the highest assurance gets an offer for the wallet, and six digits by another way"
    key = ECKey.generate_key("P-256")
    text = _fetch(offered, key)
    credential = sd_jwt.parse(text=text)
    (out / "credential.txt").write_text(text + "\n")
    yield f"the wallet proves its key and fetches a credential with {len(credential.disclosures)} claims: credential.txt"
    question = next(one.code for one in questions().values() if one.yes_or_no)
    verdict = _answer(question, credential, key, out)
    yield f"a shop asks “{questions()[question].title(language='en')}” and reads: {'yes' if verdict.yes else 'no'}"
    record = Credential.objects.get(thumbprint=str(key.thumbprint()))
    change_standing(key=record.key, to=Standing.SUSPENDED, actor=holder, now=clock.now())
    (out / "status-list.txt").write_text(publish_status(number=record.list_number, now=clock.now()) + "\n")
    yield f"the phone is lost: entry {record.list_index} of the status list says suspended: status-list.txt"
    again = _answer(question, credential, key, None)
    yield f"the same wallet is believed no longer: {again.outcome}"
    report = {"first": _told(verdict), "after_the_loss": _told(again), "status_index": record.list_index}
    (out / "verdict.json").write_text(json.dumps(report, indent=2) + "\n")
    if not verdict.yes or again.yes:
        raise RuntimeError("The verifier believed what it should not, or did not believe what it should.")


def _holder() -> Actor:
    person = {row["login"]: row["person"] for row in pack().data("demo")["residents"]}["hana"]
    return Actor(kind=ActorKind.RESIDENT, name="tour", person=person, assurance=Assurance.HIGH)


def _fetch(offered: Offered, key: ECKey) -> str:
    offer = json.loads(parse_qs(urlsplit(offered.link).query)["credential_offer"][0])
    code = offer["grants"][GRANT]["pre-authorized_code"]
    leave = str(key.thumbprint())
    token = redeem_offer(grant=GRANT, code=code, tx_code=offered.tx_code, bound_to=leave, now=clock.now())
    claims = {"aud": addresses.issuer_id(), "iat": int(time.time()), "nonce": give_nonce(now=clock.now())}
    header = {"typ": "openid4vci-proof+jwt", "jwk": jose.public_jwk(key=key)}
    proof = jose.sign(header=header, claims=claims, key=key)
    request = {"credential_configuration_id": CONFIGURATION, "proofs": {"jwt": [proof]}}
    return issue_credential(token=token.text, bound_to=leave, request=request, now=clock.now())[0]


def _answer(question: str, credential: sd_jwt.SdJwt, key: ECKey, out: Path | None) -> Verdict:
    made = ask_presentation(question=question, now=clock.now())
    asked = jose.body_of(token=request_object(key=made.key, now=clock.now()))
    paths = [tuple(claim["path"]) for claim in asked["dcql_query"]["credentials"][0]["claims"]]
    now, audience = int(time.time()), asked["client_id"]
    shown = sd_jwt.present(
        credential=credential, paths=paths, key=key, audience=audience, nonce=asked["nonce"], issued_at=now
    )
    if out is not None:
        (out / "request.json").write_text(json.dumps(asked, ensure_ascii=False, indent=2) + "\n")
        (out / "presentation.txt").write_text(f"{shown}\n")
    jwk = asked["client_metadata"]["jwks"]["keys"][0]
    plain = jose.compact({"vp_token": {QUERY: [str(shown)]}, "state": asked["state"]})
    header = {"alg": ALGORITHM, "enc": ENCRYPTION, "kid": jwk["kid"]}
    sealed = jwe.encrypt_compact(header, plain, ECKey.import_key(jwk), algorithms=[ALGORITHM, ENCRYPTION])
    return receive_presentation(key=made.key, response=sealed, now=clock.now())


def _told(verdict: Verdict) -> dict[str, object]:
    return {"outcome": verdict.outcome, "yes": verdict.yes, "shown": dict(verdict.shown)}
