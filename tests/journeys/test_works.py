"""A façade ordered from a partner firm by a link without account, and what it gives.

118.5 m² at 48.35 and a scaffold at 1 450.00, VAT 10 %: 7 179.48 excl., 7 897.43 incl.,
fee 5 %: 358.97. Three days of 7 h by a technician of 57: 21 / 1 607 = 0.0131.
"""

import datetime

from conftest import URL
from test_month import _switch, text

FIRMS = ("Façades Bretonneau", "Atelier Chaux et Pierre")
LINKS = {}
SOON = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
BOTH = "2-3"  # both cooperatives: the need is of the network, the order of one


def _choose(page, box, words):
    """Choose in a box that proposes; a form still drawn anew may drop what is typed."""
    item = page.locator(f".o-autocomplete--dropdown-item:has-text('{words}')").first
    for _attempt in range(5):
        box.first.fill("")
        box.first.press_sequentially(words[:6])
        page.wait_for_timeout(700)
        if item.is_visible():
            item.click()
            return
    raise AssertionError(f"{words} was not proposed")


def _box(page, field):
    return page.locator(f".o_field_widget[name={field}] input")


def test_14_the_manager_asks_two_firms(people):
    claire = people("claire", phone=False)
    _switch(claire, BOTH)
    page = claire.open("/odoo/oe-needs")
    page.locator(".o_kanban_record:has-text('Façade de la maison')").click()
    page.get_by_role("button", name="Commander des travaux").click()
    page.locator(".o_field_widget[name=title]").wait_for()
    _choose(page, _box(page, "assessed_by_id"), "Nadia")
    _choose(page, _box(page, "place_id"), "La maison de Rezé")
    page.locator(".o_field_widget[name=description] textarea").fill(
        "Façade sur rue, environ 120 m², enduit à la chaux."
    )
    firms = page.locator(".o_field_widget[name=link_ids]")
    for name in FIRMS:
        firms.get_by_role("button", name="Ajouter une ligne").click()
        row = firms.locator(".o_selected_row")
        _choose(page, row.locator("[name=partner_id] input"), name)
    page.locator(".o_form_button_save").click()
    page.locator(".o_form_saved").wait_for()
    for name in FIRMS:
        row = firms.locator(f".o_data_row:has-text('{name}')")
        row.locator("button[name=action_send]").click()
        shown = page.locator(".modal-content .o_field_widget[name=url]")
        shown.wait_for()
        claire.shot("14-lien-a-copier")
        LINKS[name] = text(page, ".modal-content .o_field_widget[name=url]").split()[0]
        assert "/oe/works/" in LINKS[name]
        page.locator(".modal-footer .btn-primary").click()
        page.locator(".modal-content").wait_for(state="detached")
    page.locator(".o_arrow_button_current:has-text('Demandée')").wait_for()
    claire.shot("14-entreprises-consultees")


def _link(person, name):
    person.page.goto(f"{URL}/{LINKS[name].split('/', 3)[3]}")
    return person.page


def _line(page, rank, service, quantity, price):
    card = page.locator(".o_oe_missions_works_line").nth(rank)
    if rank:
        card.locator("summary").click()
    option = card.locator("option", has_text=service).first.get_attribute("value")
    card.get_by_label("Service").select_option(value=option)
    card.get_by_label("Combien").fill(quantity)
    card.get_by_label("Prix HT").fill(price)


def _fill_offer(page, rows):
    for rank, row in enumerate(rows):
        _line(page, rank, *row)
    page.get_by_label("Durée des travaux").fill("12")
    page.get_by_label("Valable jusqu'au").fill(SOON)
    page.get_by_role("button", name="Envoyer mon offre").click()


def test_15_a_firm_answers_on_a_phone_without_account(people):
    firm = people("bretonneau", guest=True)
    page = _link(firm, FIRMS[0])
    shown = text(page, "main")
    assert "44400 Rezé" in shown and "Le Goff" not in shown, shown
    assert "Alsace-Lorraine" not in shown
    firm.shot("15-demande")
    _fill_offer(page, [("Ravalement", "118,5", "52"), ("Échafaudage", "1", "1450")])
    page.locator("[role=alert]:has-text('dépasse la charte')").wait_for()
    assert page.get_by_label("Combien").first.input_value() == "118,5", "kept"
    firm.shot("15-au-dessus-de-la-charte")
    page.get_by_label("Prix HT").first.fill("48,35")
    page.get_by_role("button", name="Envoyer mon offre").click()
    page.locator("[role=status]:has-text('chez le client')").wait_for()
    shown = text(page, "main")
    assert "5 729,48 €" in shown and "7 179,48 €" in shown, shown
    assert "7 897,43 €" in shown, shown
    firm.shot("15-offre-envoyee")
    assert not firm.errors, firm.errors


def test_16_one_offer_is_not_enough_then_a_second_comes(people):
    anne = people("anne")
    page = anne.open("/my/oe")
    page.get_by_role("link", name="Comparer et choisir").click()
    page.locator("[role=status]:has-text('deuxième offre')").wait_for()
    anne.shot("16-une-seule-offre")
    firm = people("chaux", guest=True)
    page = _link(firm, FIRMS[1])
    _fill_offer(page, [("Ravalement", "118,5", "45,90"), ("Échafaudage", "1", "1600")])
    page.locator("[role=status]:has-text('chez le client')").wait_for()
    assert "7 743,07 €" in text(page, "main")


def test_17_the_daughter_compares_and_chooses(people):
    anne = people("anne")
    page = anne.page
    page.reload()
    shown = text(page, "main")
    for words in ("7 897,43 €", "7 743,07 €", "358,97 €", "sept jours", "quatorze"):
        assert words in shown, (words, shown)
    anne.shot("17-comparer")
    page.get_by_label(FIRMS[0]).check()
    page.get_by_label("Je demande expressément").check()
    page.get_by_label("Nom de la personne qui signe").fill("Anne Le Goff")
    anne.sign()
    anne.shot("17-signer")
    page.get_by_role("button", name="Je choisis cette offre").click()
    page.locator("[role=status]:has-text('Votre choix est fait')").wait_for()
    anne.shot("17-choisie")
    assert not anne.errors, anne.errors


def test_18_the_firm_sees_where_and_declares_its_hours(people, photo):
    firm = people("bretonneau", guest=True)
    page = _link(firm, FIRMS[0])
    shown = text(page, "main")
    assert "Jeanne Le Goff" in shown and "12 rue Alsace-Lorraine" in shown, shown
    firm.shot("18-choisie")
    for day in (15, 16, 17):
        page.get_by_label("Jour", exact=True).fill(f"2026-06-{day}")
        page.get_by_label("Heures", exact=True).fill("7")
        if day == 15:
            page.get_by_label("Prénom").fill("Yann")
            page.get_by_label("Année de naissance").fill("1969")
            page.get_by_label("Métier").fill("Façadier")
            firm.shot("18-heures")
        else:
            page.get_by_label("Technicien").select_option(label="Yann")
        page.get_by_role("button", name="Enregistrer les heures").click()
        page.locator("[role=status]:has-text('enregistrées')").wait_for()
    page.get_by_label("Photo", exact=True).set_input_files(photo)
    page.get_by_label("Ce qu'elle montre").fill("Mur nord, première couche")
    page.get_by_role("button", name="Envoyer la photo").click()
    page.locator("[role=status]:has-text('photo')").wait_for()
    page.get_by_role("button", name="Les travaux sont terminés").click()
    page.locator("[role=status]:has-text('Noté')").wait_for()
    assert "21,00 h" in text(page, "main")
    firm.shot("18-terminee")
    other = _link(people("chaux", guest=True), FIRMS[1])
    assert "Le Goff" not in text(other, "main"), "who was not chosen learns nothing"


def test_19_the_client_receives_with_a_reserve(people):
    anne = people("anne")
    page = anne.open("/my/oe")
    page.get_by_role("link", name="Réceptionner les travaux").click()
    page.get_by_label("Réserves, une par ligne").fill("Coulure sous la fenêtre nord")
    page.get_by_label("Nom de la personne qui signe").fill("Anne Le Goff")
    anne.sign()
    anne.shot("19-reception")
    page.get_by_role("button", name="Je réceptionne les travaux").click()
    page.locator("[role=status]:has-text('avec réserves')").wait_for()
    page.get_by_label("Êtes-vous satisfait").select_option(value="5")
    page.get_by_role("button", name="Envoyer mon avis").click()
    page.locator("main :text('5, très bien')").wait_for()
    anne.shot("19-receptionnee")


def test_20_the_manager_sees_hours_and_full_time_equivalents(people):
    claire = people("claire", phone=False)
    page = claire.open("/odoo/oe-works")
    page.locator(".o_kanban_record:has-text('Façade de la maison')").click()
    page.get_by_role("tab", name="Heures").click()
    shown = text(page, ".o_form_view")
    assert "21,00" in shown and "0,0131" in shown, shown
    claire.shot("20-heures")
    page.get_by_role("button", name="Clôturer la commande").click()
    page.locator(".modal-content:has-text('Coulure sous')").wait_for()
    page.locator(".modal-footer .btn-primary").first.click()
    page.locator(".modal-content").wait_for(state="detached")
    page.get_by_role("tab", name="Choix").click()
    assert "358,97" in text(page, ".o_form_view")
    claire.shot("20-choix")
    page = claire.open("/odoo/oe-works-45")
    page.locator("table:has-text('Façades Bretonneau')").first.wait_for()
    shown = text(page, "table")
    assert "21,00" in shown and "0,0131" in shown, shown
    claire.shot("20-heures-45")


def test_21_hr_finds_the_entrepreneurs(people):
    helene = people("helene", phone=False)
    page = helene.open("/odoo/employees?view_type=list")
    page.locator(".o_searchview_dropdown_toggler").click()
    page.get_by_role("menuitemcheckbox", name="Entrepreneurs").click()
    page.locator(".o_searchview_facet:has-text('Entrepreneurs')").wait_for()
    helene.shot("21-rh-liste")
    page.keyboard.press("Escape")
    page.locator(
        ".o_data_row:has-text('Nadia'), .o_kanban_record:has-text('Nadia')"
    ).first.click()
    page.get_by_role("tab", name="Entrepreneur social").click()
    shown = text(page, ".o_form_view")
    assert "Aide à domicile" in shown and "05/01/2026" in shown, shown
    helene.shot("21-rh")
