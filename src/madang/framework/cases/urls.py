"""The doors of cases."""

from django.urls import path, register_converter

from madang.framework.cases.web import desk, desk_acts, mine
from madang.framework.cases.web.addresses import CaseNumber

register_converter(CaseNumber, "case")

app_name = "cases"
urlpatterns = [
    path("cases/", desk.cases, name="worklist"),
    path("cases/<case:number>/", desk.case, name="case"),
    path("cases/<case:number>/panels/<slug:code>/", desk.panel, name="panel"),
    path("cases/<case:number>/files/<slug:key>/", desk.file, name="file"),
    path("cases/<case:number>/take/", desk_acts.take_case, name="take"),
    path("cases/<case:number>/decide/", desk_acts.decide_case, name="decide"),
    path("cases/<case:number>/supplement/", desk_acts.ask_supplement, name="supplement"),
    path("cases/<case:number>/transfer/", desk_acts.transfer_case, name="transfer"),
    path("cases/<case:number>/extend/", desk_acts.extend_period, name="extend"),
    path("cases/<case:number>/objection/", desk_acts.answer_the_objection, name="objection"),
    path("my/cases/", mine.my_cases, name="my_cases"),
    path("my/cases/<case:number>/", mine.my_case, name="my_case"),
    path("my/cases/<case:number>/answer/", mine.answer, name="answer"),
    path("my/cases/<case:number>/object/", mine.object_case, name="object"),
    path("my/cases/<case:number>/withdraw/", mine.withdraw_case, name="withdraw"),
    path("my/cases/<case:number>/files/<slug:key>/", mine.my_file, name="my_file"),
]
