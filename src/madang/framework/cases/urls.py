"""The doors of cases."""

from django.urls import path

from madang.framework.cases.web import desk, desk_acts, mine

app_name = "cases"
urlpatterns = [
    path("cases/", desk.cases, name="worklist"),
    path("cases/<str:number>/", desk.case, name="case"),
    path("cases/<str:number>/panels/<slug:code>/", desk.panel, name="panel"),
    path("cases/<str:number>/files/<slug:key>/", desk.file, name="file"),
    path("cases/<str:number>/take/", desk_acts.take_case, name="take"),
    path("cases/<str:number>/decide/", desk_acts.decide_case, name="decide"),
    path("cases/<str:number>/supplement/", desk_acts.ask_supplement, name="supplement"),
    path("cases/<str:number>/transfer/", desk_acts.transfer_case, name="transfer"),
    path("cases/<str:number>/objection/", desk_acts.answer_the_objection, name="objection"),
    path("my/cases/", mine.my_cases, name="my_cases"),
    path("my/cases/<str:number>/", mine.my_case, name="my_case"),
    path("my/cases/<str:number>/answer/", mine.answer, name="answer"),
    path("my/cases/<str:number>/object/", mine.object_case, name="object"),
    path("my/cases/<str:number>/withdraw/", mine.withdraw_case, name="withdraw"),
    path("my/cases/<str:number>/files/<slug:key>/", mine.my_file, name="my_file"),
]
