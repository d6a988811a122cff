"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.corrections import appeal, correct, one

urlpatterns: list[URLPattern] = [
    path("customs/corrections/<str:number>/", one.correction, name="correction"),
    path("customs/corrections/<str:number>/early/", appeal.early, name="assess_early"),
    path("customs/corrections/<str:number>/stay/<str:appeal>/", appeal.stay, name="stay_collection"),
    path("customs/corrections/<str:number>/appeal/<slug:kind>/", appeal.appeal, name="appeal_correction"),
    path("customs/declarations/<str:number>/correct/", correct.correct, name="correct_declaration"),
    path("customs/declarations/<str:number>/correct/<slug:step>/", correct.correct, name="correct_step"),
    path("customs/declarations/<str:number>/assess/", correct.assess, name="assess_declaration"),
    path("customs/declarations/<str:number>/assess/<slug:step>/", correct.assess, name="assess_step"),
]
