"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.securing import desk, goods, guarantee, mine, operators

urlpatterns: list[URLPattern] = [
    path("customs/guarantees/", mine.mine, name="guarantees"),
    path("customs/guarantees/desk/", desk.desk, name="guarantees_desk"),
    path("customs/guarantees/new/", guarantee.accept, name="accept_guarantee"),
    path("customs/guarantees/<str:number>/", guarantee.guarantee, name="guarantee"),
    path("customs/operators/", operators.operators, name="operators"),
    path("customs/operators/new/", operators.authorise, name="authorise_operator"),
    path("customs/operators/<int:key>/", operators.operator, name="operator"),
    path("customs/procedures/desk/", desk.goods, name="procedures_desk"),
    path("customs/procedures/<str:number>/<int:item>/", goods.goods, name="secured_goods"),
]
