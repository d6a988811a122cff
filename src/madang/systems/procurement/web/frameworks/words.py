"""Words of frameworks as people read them."""

from django.utils.translation import gettext_lazy as _

from madang.systems.procurement.domain.frameworks import Way

WAYS = {
    Way.DIRECT: _("With the first member, or with another for a reason"),
    Way.COMPETITION: _("By a mini-competition among the members"),
    Way.EITHER: _("Directly, or by a mini-competition"),
}
