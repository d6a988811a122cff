"""Addresses of tax, by room."""

from madang.systems.tax.web.compliance.urls import urlpatterns as compliance
from madang.systems.tax.web.dues.urls import urlpatterns as dues
from madang.systems.tax.web.invoices.urls import urlpatterns as invoices
from madang.systems.tax.web.registration.urls import urlpatterns as registration
from madang.systems.tax.web.returns.urls import urlpatterns as returns

app_name = "tax"
urlpatterns = [*registration, *invoices, *returns, *dues, *compliance]
