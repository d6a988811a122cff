"""Addresses of the room."""

from django.urls import path

from madang.systems.tax.web.dues import desk, mine, together

urlpatterns = [
    path("tax/dues/", mine.dues, name="dues"),
    path("tax/dues/desk/assessments/", desk.assessments, name="desk_assessments"),
    path("tax/dues/desk/assessments/<str:number>/", desk.desk_assessment, name="desk_assessment"),
    path("tax/dues/desk/arrears/", desk.arrears, name="arrears"),
    path("tax/dues/desk/arrears/<str:number>/", desk.arrear, name="arrear"),
    path("tax/dues/desk/refunds/", desk.refunds, name="desk_refunds"),
    path("tax/dues/desk/refunds/<str:number>/", desk.desk_refund, name="desk_refund"),
    path("tax/dues/desk/seizures/", desk.seizures, name="seizures"),
    path("tax/dues/assessments/<str:number>/", mine.assessment, name="assessment"),
    path("tax/dues/together/", together.together, name="together"),
    path("tax/dues/together/<str:number>/", together.joint_payment, name="joint_payment"),
    path("tax/dues/<str:number>/", mine.due, name="due"),
]
