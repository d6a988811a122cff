"""How drawbacks are called."""

from django.utils.translation import gettext_lazy as _

from madang.systems.customs.domain.drawback import DrawbackMethod
from madang.systems.customs.domain.material_certificate import CertificateKind
from madang.systems.customs.domain.taken_back import TakenBack

METHODS = {
    DrawbackMethod.INDIVIDUAL.value: _("By what was paid for the materials"),
    DrawbackMethod.FIXED.value: _("By the table of fixed amounts"),
}
CERTIFICATES = {
    CertificateKind.PROCESSED.value: _("Materials that were worked up, then sold"),
    CertificateKind.AS_IMPORTED.value: _("Materials that were sold as they came in"),
    CertificateKind.AVERAGE.value: _("The average of a month"),
}
WHY_BACK = {
    TakenBack.TOO_MUCH.value: _("More was given back than the law gives"),
    TakenBack.CERTIFICATE.value: _("A certificate of materials said too much"),
    TakenBack.NOT_LOADED.value: _("The goods were never loaded"),
    TakenBack.TABLE.value: _("The table of fixed amounts is not for these goods"),
}
