"""The e-mall: catalogues with their prices, the cart of an official, orders."""

from django.db import models
from django.db.models import F, Q

from madang.systems.procurement.domain.mall import CatalogueState, OrderState


class Catalogue(models.Model):
    """What a supplier sells at framework prices, and how long. Submitted by the supplier, published or returned with a reason
    by the office that keeps the frameworks; its items never change, a new price is a new catalogue. Kept ten years.
    """

    number = models.CharField(max_length=32, unique=True)
    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="catalogues")
    title = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    from_on = models.DateField()
    until_on = models.DateField()
    """The last day on which its prices hold."""
    state = models.CharField(
        max_length=16,
        choices=[(one.value, one.value) for one in CatalogueState],
        default=CatalogueState.SUBMITTED.value,
    )
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="procurement_catalogue_period"),
        ]

    def __str__(self) -> str:
        return self.number


class CatalogueItem(models.Model):
    """One thing at its framework price. Kept as its catalogue."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(max_length=40)
    """The supplier's own number of it."""
    title = models.CharField(max_length=200)
    unspsc = models.CharField(max_length=8)
    class_title = models.CharField(max_length=140, blank=True)
    unit = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    """The price of one unit."""
    minimum = models.DecimalField(max_digits=14, decimal_places=3)
    maximum = models.DecimalField(max_digits=14, decimal_places=3)
    delivery_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "code"], name="procurement_catalogue_item_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="procurement_catalogue_item_price"),
            models.CheckConstraint(
                condition=Q(minimum__gt=0, maximum__gte=F("minimum")), name="procurement_catalogue_item_limits"
            ),
        ]
        indexes = [models.Index(fields=["unspsc", "minor"], name="procurement_catalogue_unspsc")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class CartLine(models.Model):
    """What an official put aside for an order of an office; gone once ordered."""

    office = models.CharField(max_length=32)
    holder = models.CharField(max_length=100)
    item = models.ForeignKey(CatalogueItem, on_delete=models.CASCADE, related_name="+")
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    put_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "holder", "item"], name="procurement_cart_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="procurement_cart_counts_something"),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.item_id}"


class MallOrder(models.Model):
    """An order at framework prices to one supplier, as it was placed. Its contract is a draft until the supplier confirms, and
    then says what was delivered, accepted and paid. Kept for ever.
    """

    number = models.CharField(max_length=32, unique=True)
    ocid = models.CharField(max_length=64, unique=True)
    office = models.CharField(max_length=32)
    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="orders")
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    place = models.CharField(max_length=200)
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in OrderState], default=OrderState.PLACED.value
    )
    compared = models.JSONField(default=list)
    """Where a comparison was needed: the offers that were compared, by item."""
    choice_reason = models.TextField(blank=True)
    """Why another than the cheapest compared offer was taken."""
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=100)
    deliver_by = models.DateField()
    reason = models.TextField(blank=True)
    """Why it was declined or cancelled."""
    contract = models.OneToOneField("procurement.Contract", on_delete=models.PROTECT, related_name="mall_order")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="procurement_order_has_a_value"),
        ]
        indexes = [
            models.Index(fields=["office", "-placed_at"], name="procurement_order_office"),
            models.Index(fields=["supplier", "-placed_at"], name="procurement_order_supplier"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One item of an order, with title, unit and price as they were on the day. Kept as its order."""

    order = models.ForeignKey(MallOrder, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(CatalogueItem, on_delete=models.PROTECT, related_name="lines")
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=3)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    price = models.BigIntegerField()
    minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="procurement_order_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0, minor__gt=0), name="procurement_order_line_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.position}"
