"""A trainer sells on her phone: 3 h at 49.00 to an association, 176.40 incl. VAT.

Above 500.00 a manager approves first: 12 h, 588.00 excl., 705.60 incl.
"""

from conftest import URL
from test_month import text


def _quote(person, client, hours):
    page = person.open("/my/oe/sales")
    page.get_by_role("link", name="Nouveau devis").click()
    page.get_by_label("Client", exact=True).select_option(label=client)
    page.get_by_label("Service").first.select_option(index=1)
    page.get_by_label("Avec vos mots").first.fill("Prévenir les chutes à domicile")
    page.get_by_label("Quantité").first.fill(hours)
    page.get_by_role("button", name="Voir le devis").click()
    page.locator("h1").first.wait_for()
    return page


def test_13_a_trainer_quotes_and_invoices_on_her_phone(people):
    samira = people("samira")
    page = samira.open("/my/oe/sales")
    page.get_by_role("link", name="Mes clients").click()
    page.get_by_role("link", name="Nouveau client").click()
    page.get_by_label("Nom").fill("Maison des aînés de Vertou")
    page.get_by_label("Une entreprise, une association").check()
    page.get_by_label("Code postal").fill("441")
    page.get_by_role("button", name="Enregistrer le client").click()
    page.locator("[role=alert]:has-text('cinq chiffres')").wait_for()
    assert page.get_by_label("Nom").input_value() == "Maison des aînés de Vertou"
    page.get_by_label("Code postal").fill("44120")
    page.get_by_label("Ville").fill("Vertou")
    page.get_by_role("button", name="Enregistrer le client").click()
    page.locator("h1:has-text('Nouveau devis')").wait_for()
    samira.shot("13-devis-formulaire")

    page = _quote(samira, "Maison des aînés de Vertou", "trois")
    page.locator("[role=alert]:has-text('trois')").wait_for()
    page = _quote(samira, "Maison des aînés de Vertou", "3")
    shown = text(page, "main")
    assert "CAE MSG Loire-Atlantique" in shown, "the company that may sell it"
    assert "147,00 €" in shown and "176,40 €" in shown, shown
    samira.shot("13-devis")
    page.get_by_role("button", name="Envoyer au client").click()
    page.locator("[role=status]:has-text('chez le client')").wait_for()
    link = page.get_by_role("link", name="Le voir comme le client")
    address = link.get_attribute("href")
    samira.shot("13-chez-le-client")

    client = people("association", guest=True)
    signing = client.page
    signing.goto(f"{URL}/{address.split('/', 3)[3]}")
    client.shot("13-page-du-client")
    signing.locator("[data-bs-target='#modalaccept']:visible").first.click()
    modal = signing.locator("#modalaccept")
    modal.locator("input:visible").first.fill("La directrice")
    modal.locator(".o_portal_sign_submit:not([disabled])").click()
    signing.locator("text=La directrice").first.wait_for()
    client.shot("13-signe")

    page.reload()
    page.get_by_role("button", name="Émettre la facture").click()
    page.locator("[role=status]:has-text('émis')").wait_for()
    assert "176,40 €" in text(page, "main")
    samira.shot("13-facture")
    assert people("nadia").page.goto(page.url).status in (404, 405)


def test_13b_above_the_threshold_a_manager_approves(people):
    samira = people("samira")
    page = _quote(samira, "Amicale laïque de Doulon", "12")
    assert "705,60 €" in text(page, "main")
    page.get_by_role("button", name="Demander l'accord").click()
    page.locator("[role=status]:has-text('Un gérant le lit')").wait_for()
    samira.shot("13-attend")

    claire = people("claire", phone=False)
    claire.page.context.add_cookies([{"name": "cids", "value": "2-3", "url": URL}])
    desk = claire.open("/odoo/oe-to-approve")
    row = desk.locator(".o_data_row:has-text('Amicale laïque de Doulon')")
    row.wait_for()
    claire.shot("13-a-approuver")
    row.get_by_role("button", name="Approuver").click()
    row.wait_for(state="detached")

    page = samira.open("/my/oe/sales")
    card = page.locator("a.card:has-text('705,60')")
    assert "Chez le client" in card.inner_text()
