"""Paying through the pages, and the gateway's door."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from madang.framework.identity.actor import Actor
from madang.framework.identity.tests.browsers import new_account, signed_in
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.money.gateways.sandbox import bank
from madang.framework.money.gateways.sandbox.signature import SIGNATURE_HEADER, TIME_HEADER, sign
from madang.framework.money.models import Callback, Charge, Payment, Receipt, SandboxTransfer
from madang.framework.money.usecases import start_payment
from madang.framework.notify.models import Message
from madang.framework.values import clock

pytestmark = pytest.mark.django_db
Charged = Callable[..., Charge]


@pytest.fixture
def payer() -> Client:
    """Hana's browser."""
    return signed_in(new_account("hana", person="hana"))


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_resident_pays_and_comes_back_to_where_they_were(payer: Client, charged: Charged) -> None:
    charge = charged(titles={"en": "Abstract", "ko": "초본"})
    assert "Abstract" in text(payer, "/pay/")
    to_bank = payer.post(f"/pay/{charge.number}/", {"next": "/my/cases/"})
    assert to_bank.status_code == 303
    assert "₩400" in text(payer, to_bank["Location"])
    back = payer.post(to_bank["Location"], {"word": "confirm"})
    home = payer.get(back["Location"])
    assert home["Location"] == "/my/cases/"
    charge.refresh_from_db()
    assert charge.state == "paid"
    number = Receipt.objects.get().number
    assert "₩400" in text(payer, f"/receipts/{number}/")
    assert number in text(payer, "/receipts/")
    assert Message.objects.filter(template="money/receipt", language="en", subject__contains="₩400").exists()
    assert run_due_jobs(now=clock.now() + timedelta(minutes=1)) >= 1
    assert Callback.objects.get().effect == "nothing"


def test_a_declined_payment_can_be_tried_again(payer: Client, charged: Charged) -> None:
    charge = charged()
    to_bank = payer.post(f"/pay/{charge.number}/")
    back = payer.post(to_bank["Location"], {"word": "decline"})
    assert payer.get(back["Location"])["Location"] == f"/pay/{charge.number}/"
    assert "Nothing was taken from your account." in text(payer, f"/pay/{charge.number}/")
    again = payer.post(f"/pay/{charge.number}/")
    assert again["Location"] != to_bank["Location"]


def test_a_foreign_address_to_return_to_is_not_followed(payer: Client, charged: Charged) -> None:
    charge = charged()
    to_bank = payer.post(f"/pay/{charge.number}/", {"next": "https://evil.example/"})
    back = payer.post(to_bank["Location"], {"word": "confirm"})
    assert payer.get(back["Location"])["Location"] == f"/pay/{charge.number}/"


def test_a_stranger_neither_sees_nor_pays_a_charge(charged: Charged) -> None:
    charge = charged()
    stranger = signed_in(new_account("minsu", person="minsu"))
    assert stranger.get(f"/pay/{charge.number}/").status_code == 404
    assert stranger.post(f"/pay/{charge.number}/").status_code == 404
    assert charge.number not in text(stranger, "/pay/")
    assert not Payment.objects.exists()


def test_the_callback_door_takes_signed_messages_and_no_others(charged: Charged, hana: Actor) -> None:
    payment = start_payment(charge=charged(), return_url="/", actor=hana, now=clock.now())
    SandboxTransfer.objects.update(state="settled", events=1)
    body = bank.told(bank.answer_of(SandboxTransfer.objects.get(token=payment.token)))
    seconds = int(clock.now().timestamp())
    address = "/money/callbacks/sandbox/"
    post = Client(enforce_csrf_checks=True).post
    forged = post(
        address, body, content_type="application/json", headers={TIME_HEADER: str(seconds), SIGNATURE_HEADER: "0" * 64}
    )
    assert (forged.status_code, forged.json()["code"]) == (401, "money.forged_callback")
    headers = {TIME_HEADER: str(seconds), SIGNATURE_HEADER: sign(body=body, seconds=seconds)}
    for effect in ("settled", "nothing"):
        told = post(address, body, content_type="application/json", headers=headers)
        assert (told.status_code, told.json()["effect"]) == (200, effect)
    assert post("/money/callbacks/other/", body, content_type="application/json").status_code == 404


def test_the_sandbox_bank_is_closed_outside_the_demo(charged: Charged, hana: Actor, settings: LazySettings) -> None:
    payment = start_payment(charge=charged(), return_url="/", actor=hana, now=clock.now())
    settings.MADANG_DEMO = False
    assert Client().get(f"/sandbox-bank/pay/{payment.token}/").status_code == 404


def test_empty_pages_say_what_will_be_there(payer: Client) -> None:
    assert "Fees appear here" in text(payer, "/pay/")
    assert "Every payment leaves a receipt here." in text(payer, "/receipts/")


@pytest.mark.parametrize("number", ["%00", "x%00yyyyyyy", "a" * 500, "no-such-charge"])
def test_strange_numbers_lead_to_no_page(payer: Client, number: str) -> None:
    assert payer.get(f"/pay/{number}/").status_code in {400, 404}
    assert payer.get(f"/receipts/{number}/").status_code in {400, 404}
    assert payer.get(f"/sandbox-bank/pay/{number}/").status_code in {400, 404}


@pytest.mark.parametrize("address", ["/" + "a" * 900, "/a\x00b", "//evil.example", "javascript:alert(1)"])
def test_strange_addresses_to_return_to_are_dropped(payer: Client, charged: Charged, address: str) -> None:
    assert payer.post(f"/pay/{charged().number}/", {"next": address}).status_code == 303
    assert Payment.objects.get().return_url == ""
