"""Addresses of procurement, by room."""

from madang.systems.procurement.web.award.urls import urlpatterns as award
from madang.systems.procurement.web.bidding.urls import urlpatterns as bidding
from madang.systems.procurement.web.contract.urls import urlpatterns as contract
from madang.systems.procurement.web.disclosure.urls import urlpatterns as disclosure
from madang.systems.procurement.web.frameworks.urls import urlpatterns as frameworks
from madang.systems.procurement.web.mall.urls import urlpatterns as mall
from madang.systems.procurement.web.market.urls import urlpatterns as market
from madang.systems.procurement.web.stages.urls import urlpatterns as stages
from madang.systems.procurement.web.supply.urls import urlpatterns as supply

app_name = "procurement"
urlpatterns = [*market, *supply, *bidding, *award, *stages, *frameworks, *contract, *mall, *disclosure]
