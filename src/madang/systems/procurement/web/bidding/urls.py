"""Addresses of sealed bids: the supplier's, the buyer's, the custodians', and what everybody sees."""

from django.urls import path

from madang.systems.procurement.web.bidding import bid, ceremony, custody, keys, mine, opening, public

TENDER = "procurement/tenders/<str:number>"

urlpatterns = [
    path("procurement/custodian/", custody.custody, name="custody"),
    path(f"{TENDER}/ceremony/", ceremony.ceremony, name="ceremony"),
    path(f"{TENDER}/bid/", bid.choose, name="bid_choose"),
    path(f"{TENDER}/lots/<int:lot>/bid/", bid.bid, name="bid"),
    path(f"{TENDER}/bids/", public.bids, name="tender_bids"),
    path(f"{TENDER}/bids.json", public.bids_file, name="tender_bids_file"),
    path(f"{TENDER}/opening/", opening.opening, name="opening"),
    path(f"{TENDER}/opening/shares.json", opening.shares, name="opening_shares"),
    path("procurement/bidder-keys/", keys.keys, name="bidder_keys"),
    path("procurement/bidder-keys/device/", keys.device, name="bidder_device"),
    path("procurement/bidder-keys/<int:pk>/chain.pem", keys.chain, name="bidder_chain"),
    path("procurement/bids/", mine.bids, name="my_bids"),
    path("procurement/bids/<str:number>/", mine.receipt, name="my_bid"),
    path("procurement/bids/<str:number>/<str:file>", mine.file, name="my_bid_file"),
]
