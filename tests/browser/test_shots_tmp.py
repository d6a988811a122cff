from tests.browser.test_mobile_id import ask, wallet
def test_shots(visit, wallet):
    d="/tmp/wallet-shots/"
    shop, link = ask(visit, "19 or older"); shop.screenshot(path=d+"shop.png")
    wallet.screenshot(path=d+"wallet.png", full_page=True)
    wallet.fill("#paste", link); wallet.press("#paste","Enter"); wallet.wait_for_selector("#ask-yes:visible"); wallet.screenshot(path=d+"ask.png", full_page=True)
    wallet.click("#ask-yes"); shop.wait_for_selector(".w-verdict"); shop.screenshot(path=d+"yes.png")
    wallet.click("#offline-make"); wallet.wait_for_selector("#offline-code svg"); wallet.locator("#offline-code svg").screenshot(path=d+"qr.png"); open(d+"qr.txt","w").write(wallet.get_attribute("#offline-code","data-text"))
    for p,l,n in (("/mobile-id/","hana","mine"),("/acting-for/","hana","bylaw"),("/mandates/","hana","mandates"),("/mobile-id/counter/","counter","counter"),("/guardianships/","counter","guard"),("/mobile-id/verify/","","verify")):
        visit(p, login=l, width=1280 if n!="bylaw" else 320).screenshot(path=d+n+".png", full_page=True)
    p=visit("/acting-for/", login="hana", language="en"); p.locator("button:has-text('Begin')").first.click(); p.screenshot(path=d+"begun.png", full_page=True)
