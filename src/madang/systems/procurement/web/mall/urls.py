"""Addresses of the e-mall."""

from django.urls import path

from madang.systems.procurement.web.mall import cart, keeping, offering, orders, rounds, selling, shop

urlpatterns = [
    path("procurement/mall/", shop.mall, name="mall"),
    path("procurement/mall/items/<int:key>/", shop.item, name="mall_item"),
    path("procurement/mall/cart/", cart.cart, name="cart"),
    path("procurement/mall/orders/", orders.orders, name="mall_orders"),
    path("procurement/mall/orders/<str:number>/", orders.order, name="mall_order"),
    path("procurement/mall/orders/<str:number>/order.xml", orders.order_file, name="mall_order_file"),
    path("procurement/mall/rounds/", rounds.rounds, name="mall_rounds"),
    path("procurement/mall/rounds/<str:number>/", rounds.a_round, name="mall_round"),
    path("procurement/mall/mine/rounds/", offering.my_rounds, name="my_rounds"),
    path("procurement/mall/mine/rounds/<str:number>/", offering.my_round, name="my_round"),
    path("procurement/mall/catalogues/", keeping.catalogues, name="catalogues"),
    path("procurement/mall/catalogues/<str:number>/", keeping.catalogue, name="catalogue"),
    path("procurement/mall/mine/catalogues/", selling.my_catalogues, name="my_catalogues"),
    path(
        "procurement/mall/mine/catalogues/<str:number>/catalogue.xml",
        selling.my_catalogue_file,
        name="my_catalogue_file",
    ),
    path("procurement/mall/mine/orders/", selling.my_orders, name="my_orders"),
    path("procurement/mall/mine/orders/<str:number>/", selling.my_order, name="my_order"),
    path("procurement/mall/mine/orders/<str:number>/order.xml", selling.my_order_file, name="my_order_file"),
]
