"""A resident's own NPKI pair: checked, and used for one signature now. The key is never stored, nor the password."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.protect import limit
from madang.framework.values import Fault, Refusal
from madang.systems.signatures.domain.signing import form_for
from madang.systems.signatures.formats.npki import Pair, UnfitPair, identity_holds, read_pair
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors
from madang.systems.signatures.usecases.sign_content import Level, sign_content
from madang.systems.signatures.usecases.signing_content import ENDINGS, form_named

SAYS = {
    "too_large": gettext_lazy("These files are too large for signCert.der and signPri.key."),
    "unreadable": gettext_lazy("These files cannot be read. Choose signCert.der and signPri.key from the NPKI folder."),
    "unknown_encryption": gettext_lazy("The key is encrypted in a way that is not used by NPKI."),
    "wrong_password": gettext_lazy("The password does not open the key. Try again."),
    "not_a_pair": gettext_lazy("The key does not belong to the certificate. Take both files from one folder."),
}


class PairRefused(Refusal):
    """The two files cannot be used."""

    code = "signatures.npki.refused"
    says = gettext_lazy("The certificate and its key cannot be used. Please correct what is marked.")
    status = 422


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a pair shows; `identity` is None where no number was given or the certificate lacks what the check takes."""

    holder: str
    issuer: str
    valid_until: datetime
    ended: bool
    identity: bool | None


def check_pair(
    *, certificate: bytes, key: bytes, password: str, number: str, actor: Actor, now: datetime
) -> tuple[Pair, Checked]:
    """The pair belongs together and the password opens it. Raises Forbidden, PairRefused, TooManyRequests."""
    require(actor, "signatures.use_npki", "signatures.npki")
    # Guessing the password of a stolen file is no faster here than at home, but it costs us work.
    limit(f"npki:{actor.account_id}", times=10, per_seconds=300)
    try:
        pair = read_pair(certificate=certificate, key=key, password=password)
    except UnfitPair as unfit:
        reason = str(unfit)
        place = "password" if reason == "wrong_password" else "key"
        raise PairRefused(faults=(Fault(place, str(SAYS[reason]), f"signatures.npki.{reason}"),)) from None
    digits = "".join(one for one in number if one.isdigit())
    found = Checked(
        holder=pair.certificate.subject.rfc4514_string(),
        issuer=pair.certificate.issuer.rfc4514_string(),
        valid_until=pair.valid_until,
        ended=not pair.certificate.not_valid_before_utc <= now < pair.valid_until,
        identity=identity_holds(pair=pair, number=digits) if digits else None,
    )
    return pair, found


class _OneUse:
    """The pair as a signing key."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self.certificate: bytes = pair.der
        self.chain: tuple[bytes, ...] = ()

    def sign(self, *, data: bytes) -> bytes:
        """RSA over `data`."""
        return self._pair.sign(data=data)


def sign_with_pair(
    *, pair: Pair, checked: Checked, data: bytes, media_type: str, actor: Actor, now: datetime
) -> tuple[bytes, str]:
    """`data` signed at B-T, and the ending for its name. Raises PairRefused, NotSignable, ServiceSilent.

    No more than B-T: the status of these certificates is told by their own authorities, which are not asked here.
    """
    if checked.ended or checked.identity is False:
        says = _("The certificate has ended.") if checked.ended else _("The number is not the certificate holder's.")
        raise PairRefused(faults=(Fault("certificate", says, "signatures.npki.not_usable"),))
    name = form_for(media_type=media_type)
    own = OwnServices(now=now)
    signed = sign_content(
        form=form_named(name, original=data),
        data=b"" if name == "CAdES" else data,
        key=_OneUse(pair),
        level=Level.T,
        stamps=own,
        sources=own,
        anchors=own_anchors(),
        now=now,
    )
    with transaction.atomic():
        detail = {"format": name, "ends": checked.valid_until.isoformat()}
        audit.record(actor=actor, action="signatures.use_npki", target="signatures:npki", detail=detail, now=now)
    return signed, ENDINGS[name]
