"""Hosting, day by day: a shared activity signed by three, a month declared, a slot."""

from conftest import URL
from test_month import text


def _agreement(person):
    person.open("/my/oe/tab/me")
    person.page.locator("a[href^='/my/oe/sharings/']").first.click()
    return person.page


def test_1_both_sign_their_part(people):
    for login, name in (("samira", "Samira Cohen"), ("lea", "Léa Fournier")):
        who = people(login)
        page = _agreement(who)
        shown = text(page)
        assert "60 %" in shown and "40 %" in shown
        page.fill("input[name=signed_by]", name)
        who.sign()
        who.shot(f"together-1-{login}")
        page.get_by_role("button", name="J'ai lu et je signe").click()
        page.locator(".alert-success").wait_for()
    assert "L'accord compte quand tous ont signé" in text(page)


def test_2_the_manager_signs_last_and_both_may_sell(people):
    claire = people("claire", phone=False)
    claire.page.context.clear_cookies(name="cids")
    page = claire.open("/odoo/action-oe_cae.oe_cae_sharing_action")
    page.locator(".o_data_row:has-text('Ateliers créatifs')").click()
    page.get_by_role("button", name="Signer pour la coopérative").click()
    page.locator(
        ".o_statusbar_status .o_arrow_button_current:has-text('Signé')"
    ).wait_for()
    claire.shot("together-2-signe")
    lea = people("lea")
    lea.open("/my/oe/tab/account")
    lea.page.locator(".card:has-text('Ateliers créatifs')").first.wait_for()


def test_3_nadia_declares_her_month_and_takes_her_word_back(people):
    nadia = people("nadia")
    page = nadia.open("/my/oe/declarations")
    page.locator("input[name=note]").first.fill("Tout est là.")
    page.get_by_role("button", name="Tout est saisi : je déclare").first.click()
    page.locator(".alert-success:has-text('Tout est là.')").wait_for()
    nadia.shot("together-3-declare")
    page.get_by_role("button", name="J'ai quelque chose à ajouter").click()
    page.get_by_role("button", name="Tout est saisi : je déclare").first.wait_for()


def test_4_nadia_takes_a_slot_and_marc_sees_it(people):
    nadia = people("nadia")
    page = nadia.open("/my/oe/meetings")
    page.fill("input[name=topic]", "Mes prix")
    page.locator("button[formaction$='/book']").first.click()
    page.get_by_role("button", name="Annuler ce rendez-vous").wait_for()
    assert "Mes prix" in text(page)
    nadia.shot("together-4-rendez-vous")
    marc = people("marc", phone=False)
    page = marc.open("/odoo/action-oe_cae.oe_entrepreneur_action_portfolio")
    row = page.locator(".o_data_row:has-text('Nadia Benali')")
    row.wait_for()
    assert "09:00" in row.inner_text()
    marc.shot("together-4-portefeuille")
    page = nadia.open("/my/oe/meetings")
    page.get_by_role("button", name="Annuler ce rendez-vous").click()
    page.locator("button[formaction$='/book']").first.wait_for()


def test_5_samira_reads_her_year_and_nadia_her_shares(people):
    samira = people("samira")
    page = samira.open("/my/oe/incomes")
    assert "Opérationnel" in text(page) and "Apport d'affaires" in text(page)
    nadia = people("nadia")
    page = nadia.open("/my/oe/shares")
    assert "10 parts" in text(page)
    answer = nadia.page.request.get(f"{URL}/my/oe/statements/999999/pdf")
    assert answer.status == 404
