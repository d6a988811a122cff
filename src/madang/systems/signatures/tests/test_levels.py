"""Every format at every level, read by our validation; then thirty years on, through the end of every authority."""

from datetime import UTC, datetime, timedelta

import pytest

from madang.systems.signatures.domain.validation.algorithms import STANDARD, AlgorithmPolicy
from madang.systems.signatures.domain.validation.report import Report
from madang.systems.signatures.formats.sources import Format
from madang.systems.signatures.tests.files import BESIDE, FORMATS, fresh
from madang.systems.signatures.tests.pki import NOW, YEAR, Authority, Pair
from madang.systems.signatures.usecases.extend_signature import extend_signature
from madang.systems.signatures.usecases.sign_content import Level, ServiceSilent, sign_content
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

LATER = timedelta(minutes=5)


def signed(form: Format, data: bytes, key: Pair, authority: Authority, level: Level = Level.LTA) -> bytes:
    return sign_content(
        form=form, data=data, key=key, level=level, stamps=authority, sources=authority,
        anchors=(authority.anchor,), now=authority.now,
    )  # fmt: skip


def report(
    data: bytes, *authorities: Authority, at: datetime = NOW + LATER, policy: AlgorithmPolicy | None = None
) -> Report:
    last = authorities[-1]
    options = {"policy": policy} if policy else {}
    return validate_signatures(
        data=data, files=BESIDE, anchors=tuple(one.anchor for one in authorities), sources=last, now=at, **options
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("level", list(Level))
def test_each_level_passes_and_says_which_it_is(name: str, level: Level, authority: Authority, signer: Pair) -> None:
    form, data = fresh(name)
    found = report(signed(form, data, signer, authority, level), authority)
    assert (found.indication, found.why) == ("TOTAL-PASSED", "")
    (one,) = found.signatures
    assert (one.form, one.level) == (name, level)
    assert one.signer == "Kim Hana"
    assert one.path[-1] == "Hanbit Root"


@pytest.mark.parametrize("name", FORMATS)
def test_signers_sign_one_after_the_other_and_all_hold(name: str, authority: Authority, signer: Pair) -> None:
    form, data = fresh(name)
    first = form.sign(data=data, key=signer, at=NOW)
    both = signed(form, first, authority.person(name="Lee Doyun"), authority, Level.LTA)
    found = report(both, authority)
    assert [one.indication for one in found.signatures] == ["TOTAL-PASSED"] * 2
    assert {one.signer for one in found.signatures} == {"Kim Hana", "Lee Doyun"}


@pytest.mark.parametrize("name", FORMATS)
def test_thirty_years_on_a_renewed_signature_still_passes(name: str) -> None:
    authorities = [Authority(name=f"Era {era}", start=NOW + era * 7 * YEAR - YEAR, years=9) for era in range(5)]
    form, data = fresh(name)
    whole = signed(form, data, authorities[0].person(), authorities[0])
    known = [authorities[0]]
    for era, authority in enumerate(authorities[1:], start=1):
        # The years overlap: both the old authority and the new one answer on the day of the renewal.
        at = NOW + era * 7 * YEAR - timedelta(days=30)
        for one in (known[-1], authority):
            one.now = at
        known.append(authority)
        whole = extend_signature(
            form=form, signed=whole, stamps=authority, sources=Both(known[-2:]),
            anchors=tuple(one.anchor for one in known), algorithm="sha512" if era >= 3 else "sha256",
        )  # fmt: skip
    at = NOW + 31 * YEAR
    assert all(one.end < at for one in authorities[:4])
    authorities[4].now = at
    broken = AlgorithmPolicy(digests={"sha256": NOW + 27 * YEAR, "sha384": None, "sha512": None}, keys=STANDARD.keys)
    assert report(whole, *authorities, at=at).indication == "TOTAL-PASSED"
    found = report(whole, *authorities, at=at, policy=broken)
    assert found.signatures[0].timestamps[-1].sub_indication == "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"


class Both:
    """The authority that goes and the one that comes."""

    def __init__(self, authorities: list[Authority]) -> None:
        self._authorities = authorities

    def status(self, *, certificate: bytes, issuer: bytes) -> object:
        for one in self._authorities:
            if issuer in (one.root.certificate, one.issuing.certificate):
                return one.status(certificate=certificate, issuer=issuer)
        # An authority that has ended answers no more: what it said stands in the file already.
        from madang.systems.signatures.domain.validation.evidence import Material

        return Material()


@pytest.mark.parametrize("name", FORMATS)
def test_without_renewal_it_is_undecided_when_the_authorities_have_ended(
    name: str, authority: Authority, signer: Pair
) -> None:
    form, data = fresh(name)
    found = report(signed(form, data, signer, authority), authority, at=datetime(2057, 1, 1, tzinfo=UTC))
    assert (found.indication, found.sub_indication) == ("INDETERMINATE", "OUT_OF_BOUNDS_NO_POE")


@pytest.mark.parametrize("name", FORMATS)
def test_a_silent_timestamp_service_signs_nothing(name: str, authority: Authority, signer: Pair) -> None:
    authority.down = True
    form, data = fresh(name)
    with pytest.raises(ServiceSilent):
        signed(form, data, signer, authority, Level.T)
