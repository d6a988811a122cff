"""What a trustee or the server could do wrong in a threshold ceremony is found, and by whom."""

import json
from functools import lru_cache

import pytest

from madang.systems.elections.domain.belenios import ceremony
from madang.systems.elections.domain.belenios.channel import Seat, read_certificate, send
from madang.systems.elections.domain.belenios.group import BELENIOS_2048
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.trustees import SignedWire, new_trustee, read_trustees
from madang.systems.elections.domain.belenios.wire import decode_as


@lru_cache
def begun() -> tuple[list[ceremony.NewSeat], list[str], list[str]]:
    seats = [ceremony.new_seat() for _ in range(3)]
    certificates = [seat.certificate for seat in seats]
    shares = [ceremony.share(seed=seat.seed, certificates=certificates, threshold=2) for seat in seats]
    return seats, certificates, shares


def accepting(place: int, routed: str) -> str:
    seats, certificates, _ = begun()
    return ceremony.accept(seed=seats[place].seed, certificates=certificates, threshold=2, routed=routed)


def test_a_false_share_is_found_by_whoever_gets_it() -> None:
    seats, certificates, shares = begun()
    victim = read_certificate(signed=decode_as(raw=certificates[2], shape=SignedWire), group=BELENIOS_2048)
    false = json.loads(shares[0])
    false["secrets"][2] = send(
        seat=Seat(seats[0].seed, BELENIOS_2048), recipient=victim.encryption, message='{"secret":"12345"}'
    )
    routed = ceremony.route(shares=[json.dumps(false, separators=(",", ":")), *shares[1:]])
    with pytest.raises(TrusteeRefused) as refused:
        accepting(2, routed[2])
    assert refused.value.code == "elections.trustee.share"
    assert accepting(1, routed[1])


def test_a_share_that_the_server_gives_to_another_trustee_cannot_be_opened() -> None:
    _, _, shares = begun()
    routed = ceremony.route(shares=shares)
    with pytest.raises(TrusteeRefused) as refused:
        accepting(0, routed[1])
    assert refused.value.code == "elections.trustee.message"


def test_commitments_that_the_server_changed_are_not_signed() -> None:
    _, certificates, shares = begun()
    changed = json.loads(shares[0])
    changed["coefexps"] = json.loads(shares[1])["coefexps"]
    with pytest.raises(TrusteeRefused) as refused:
        ceremony.check_share(certificates=certificates, place=0, threshold=2, shared=json.dumps(changed))
    assert refused.value.code == "elections.trustee.polynomial"


def test_a_threshold_other_than_the_one_agreed_is_refused() -> None:
    _, certificates, shares = begun()
    with pytest.raises(TrusteeRefused) as refused:
        ceremony.check_share(certificates=certificates, place=0, threshold=3, shared=shares[0])
    assert refused.value.code == "elections.trustee.polynomial"
    with pytest.raises(TrusteeRefused):
        ceremony.share(seed=begun()[0][0].seed, certificates=certificates, threshold=4)


def test_a_certificate_is_signed_with_its_own_key_and_there_once() -> None:
    _, certificates, _ = begun()
    forged = json.loads(certificates[0]) | {"signature": json.loads(certificates[1])["signature"]}
    for given in ([json.dumps(forged), *certificates[1:]], [certificates[0], certificates[0]], ["{}"]):
        with pytest.raises(TrusteeRefused):
            ceremony.check_certificates(certificates=given)


def test_a_verification_key_that_does_not_follow_from_the_polynomials_is_refused() -> None:
    published = json.loads(ceremony.whole_ceremony(trustees=2, threshold=1).published)
    published["verification_keys"][0] = json.loads(new_trustee().public)
    with pytest.raises(TrusteeRefused) as refused:
        read_trustees(raw=json.dumps([["Pedersen", published]]))
    assert refused.value.code == "elections.trustee.output"


def test_a_key_without_its_proof_is_refused() -> None:
    first, second = (json.loads(new_trustee().public) for _ in range(2))
    with pytest.raises(TrusteeRefused) as refused:
        read_trustees(raw=json.dumps([["Single", first | {"pok": second["pok"]}]]))
    assert refused.value.code == "elections.trustee.key"
