"""A trusted list as ETSI TS 119 612 v2 describes it."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]

NAMESPACE = "http://uri.etsi.org/02231/v2#"
XML = "http://www.w3.org/XML/1998/namespace"
_ETSI = "http://uri.etsi.org/TrstSvc/TrustedList"
TYPES = {
    "authority": "http://uri.etsi.org/TrstSvc/Svctype/CA/PKC",
    "ocsp": "http://uri.etsi.org/TrstSvc/Svctype/Certstatus/OCSP",
    "timestamp": "http://uri.etsi.org/TrstSvc/Svctype/TSA",
}
RECOGNISED = f"{_ETSI}/Svcstatus/recognisedatnationallevel"
DEPRECATED = f"{_ETSI}/Svcstatus/deprecatedatnationallevel"
_T = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One trust service: `kind` is a key of TYPES."""

    kind: str
    name: str
    certificate: bytes
    recognised: bool
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Who keeps the list, for which country, and when. `address` holds street, city and postcode."""

    country: str
    operator: str
    accreditation: str
    address: dict[str, str]
    home: str
    sequence: int
    issued_at: datetime
    next_update: datetime


def write_list(*, scheme: Scheme, services: Sequence[Service]) -> etree._Element:
    """The list, not yet signed."""
    root: etree._Element = _T.TrustServiceStatusList(_scheme(scheme), _provider(scheme, services), Id="list")
    root.set("TSLTag", "http://uri.etsi.org/19612/TSLTag")
    return root


def _scheme(scheme: Scheme) -> etree._Element:
    made: etree._Element = _T.SchemeInformation(
        _T.TSLVersionIdentifier("5"),
        _T.TSLSequenceNumber(str(scheme.sequence)),
        _T.TSLType(f"{_ETSI}/TSLType/{scheme.country}list"),
        _T.SchemeOperatorName(_said("Name", scheme.operator)),
        _T.SchemeOperatorAddress(*_address(scheme)),
        _T.SchemeName(_said("Name", f"{scheme.country}: {scheme.accreditation}")),
        _T.SchemeInformationURI(_said("URI", scheme.home)),
        _T.StatusDeterminationApproach(f"{_ETSI}/StatusDetn/{scheme.country}determination"),
        _T.SchemeTypeCommunityRules(_said("URI", f"{_ETSI}/schemerules/{scheme.country}")),
        _T.SchemeTerritory(scheme.country),
        _T.PolicyOrLegalNotice(_said("TSLLegalNotice", scheme.accreditation)),
        _T.HistoricalInformationPeriod("65535"),
        _T.ListIssueDateTime(_time(scheme.issued_at)),
        _T.NextUpdate(_T.dateTime(_time(scheme.next_update))),
    )
    return made


def _provider(scheme: Scheme, services: Sequence[Service]) -> etree._Element:
    information = _T.TSPInformation(
        _T.TSPName(_said("Name", scheme.operator)),
        _T.TSPTradeName(_said("Name", scheme.operator)),
        _T.TSPAddress(*_address(scheme)),
        _T.TSPInformationURI(_said("URI", scheme.home)),
    )
    told = _T.TSPServices(*(_service(one) for one in services))
    made: etree._Element = _T.TrustServiceProviderList(_T.TrustServiceProvider(information, told))
    return made


def _service(service: Service) -> etree._Element:
    certificate = base64.b64encode(service.certificate).decode()
    made: etree._Element = _T.TSPService(
        _T.ServiceInformation(
            _T.ServiceTypeIdentifier(TYPES[service.kind]),
            _T.ServiceName(_said("Name", service.name)),
            _T.ServiceDigitalIdentity(_T.DigitalId(_T.X509Certificate(certificate))),
            _T.ServiceStatus(RECOGNISED if service.recognised else DEPRECATED),
            _T.StatusStartingTime(_time(service.since)),
        )
    )
    return made


def _address(scheme: Scheme) -> tuple[etree._Element, etree._Element]:
    place = _T.PostalAddress(
        _T.StreetAddress(scheme.address["street"]),
        _T.Locality(scheme.address["city"]),
        _T.PostalCode(scheme.address["postcode"]),
        _T.CountryName(scheme.country),
    )
    place.set(f"{{{XML}}}lang", "en")
    return _T.PostalAddresses(place), _T.ElectronicAddress(_said("URI", scheme.home))


def _said(name: str, text: str) -> etree._Element:
    element: etree._Element = _T(name, text)
    element.set(f"{{{XML}}}lang", "en")
    return element


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
