"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.valuation import doubts, search, statements, work

urlpatterns: list[URLPattern] = [
    path("customs/valuation/", statements.mine, name="value_statements"),
    path("customs/valuation/new/", work.new, name="new_value"),
    path("customs/valuation/new/<str:step>/", work.new, name="new_value_step"),
    path("customs/valuation/desk/", doubts.desk, name="value_desk"),
    path("customs/valuation/search/", search.search, name="search_values"),
    path("customs/valuation/doubts/<str:number>/", doubts.one, name="value_doubt"),
    path("customs/valuation/doubts/<str:number>/use/", search.use, name="use_values"),
    path("customs/valuation/doubts/<str:number>/work/", work.for_doubt, name="work_value"),
    path("customs/valuation/doubts/<str:number>/work/<str:step>/", work.for_doubt, name="work_value_step"),
    path("customs/valuation/doubt/<str:number>/<int:item>/", doubts.doubt, name="doubt_value"),
    path("customs/valuation/<str:number>/", statements.one, name="value_statement"),
]
