"""Addresses of customs, by room."""

from madang.systems.customs.web.areas.urls import urlpatterns as areas
from madang.systems.customs.web.batches.urls import urlpatterns as batches
from madang.systems.customs.web.cargo.urls import urlpatterns as cargo
from madang.systems.customs.web.continuity.urls import urlpatterns as continuity
from madang.systems.customs.web.corrections.urls import urlpatterns as corrections
from madang.systems.customs.web.declarations.urls import urlpatterns as declarations
from madang.systems.customs.web.drawback.urls import urlpatterns as drawback
from madang.systems.customs.web.express.urls import urlpatterns as express
from madang.systems.customs.web.leaving.urls import urlpatterns as leaving
from madang.systems.customs.web.permits.urls import urlpatterns as permits
from madang.systems.customs.web.securing.urls import urlpatterns as securing
from madang.systems.customs.web.selectivity.urls import urlpatterns as selectivity
from madang.systems.customs.web.statistics.urls import urlpatterns as statistics
from madang.systems.customs.web.tariff.urls import urlpatterns as tariff
from madang.systems.customs.web.valuation.urls import urlpatterns as valuation

app_name = "customs"
urlpatterns = [
    *tariff,
    *batches,
    *declarations,
    *express,
    *leaving,
    *permits,
    *corrections,
    *drawback,
    *cargo,
    *areas,
    *securing,
    *selectivity,
    *statistics,
    *continuity,
    *valuation,
]
