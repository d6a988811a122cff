"""How the trust services say no."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class NoAuthority(Refusal):
    """There is no issuing authority that is valid now."""

    code = "signatures.no_authority"
    says = _("No authority can issue certificates now. The keeper of the authorities must found or renew one first.")
    status = 409


class AuthorityExpired(Refusal):
    """The authority's own certificate is not valid now."""

    code = "signatures.authority_expired"
    says = _("The authority {name} is not valid at this time and issues nothing. Use a current one.")


class RequestRefused(Refusal):
    """The request for a certificate has faults."""

    code = "signatures.request_refused"
    says = _("The certificate cannot be issued. Please correct what is marked.")
    status = 422


class NotThisStatus(Refusal):
    """The certificate cannot take this status."""

    code = "signatures.not_this_status"
    says = _("The certificate is {before}; it cannot become {after}.")


class SharesRefused(Refusal):
    """The custodians' shares do not open the root's key."""

    code = "signatures.shares_refused"
    says = _("The shares do not open the root's key. At least {threshold} custodians must type theirs without a slip.")
    status = 422


class NoSuchCertificate(Refusal):
    """No certificate has this number."""

    code = "signatures.no_such_certificate"
    says = _("There is no certificate with this number. Check the number and look again.")
    status = 404


class NotStampedNow(Refusal):
    """No timestamp can be given."""

    code = "signatures.not_stamped"
    says = _("No timestamp can be given now: {why} Try again later.")
    status = 503
