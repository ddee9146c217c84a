"""A home of today: sign, report, rate, be away, accept with an early start."""

import datetime

from test_month import text


def _day(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


def _told(page):
    page.locator("[role=status]").first.wait_for()
    return text(page, "[role=status]")


def test_1_the_entrepreneur_signs_the_code(people):
    malo = people("malo")
    page = malo.open("/my/oe")
    page.get_by_role("link", name="Lire et signer").click()
    assert "Je respecte la personne" in text(page, "main")
    malo.shot("home-1-code")
    page.get_by_role("button", name="J'ai lu et je signe").click()
    page.locator("[role=alert]").wait_for()
    malo.sign()
    page.get_by_role("button", name="J'ai lu et je signe").click()
    assert "est signé" in _told(page)
    assert page.get_by_role("link", name="Lire et signer").count() == 0
    assert not malo.errors, malo.errors


def test_2_a_relative_rates_in_two_taps(people):
    louise = people("louise")
    page = louise.open("/my/oe")
    louise.shot("home-2-accueil")
    page.get_by_role("link", name="Répondre en deux gestes").click()
    page.get_by_text("Très satisfait", exact=True).click()
    louise.shot("home-2-avis")
    page.get_by_role("button", name="Envoyer mon avis").click()
    assert "Merci" in _told(page)
    assert page.get_by_role("link", name="Répondre en deux gestes").count() == 0
    assert not louise.errors, louise.errors


def test_3_a_relative_reports(people):
    louise = people("louise")
    page = louise.open("/my/oe/incidents")
    for number in ("112", "3977", "119"):
        assert page.locator(f"a[href='tel:{number}']").is_visible()
    page.get_by_label("De quoi s'agit-il").select_option(label="Maltraitance")
    page.get_by_label("Ce qui s'est passé").fill("Elle a peur d'une personne.")
    page.get_by_label("Malo Rivière").check()
    page.get_by_label("Je souhaite rester anonyme").check()
    louise.shot("home-3-signalement")
    page.get_by_role("button", name="Envoyer le signalement").click()
    assert "reçu" in _told(page)
    assert "Elle a peur" in text(page, "main")
    marc = people("marc", phone=False)
    page = marc.open("/odoo/oe-incidents")
    page.locator(".o_data_row:has-text('Maltraitance')").first.click()
    page.locator(".o_field_widget[name=description]").wait_for()
    marc.shot("home-3-lu-par-marc")
    assert "Louise" not in text(page)
    page.get_by_role("button", name="J'en ai pris connaissance").click()
    page.locator(".o_arrow_button_current:has-text('Accusé de réception')").wait_for()
    page = louise.open("/my/oe/incidents")
    assert "Accusé de réception" in text(page, "main")


def test_4_a_relative_is_away_and_the_office_applies_it(people):
    louise = people("louise")
    page = louise.open("/my/oe/visits")
    louise.shot("home-4-visites")
    page.locator("a[href^='/my/oe/homes/']").first.click()
    form = page.locator("form[action$='/pause']")
    form.get_by_label("Premier jour").fill(_day(6))
    form.get_by_label("Dernier jour").fill(_day(8))
    louise.shot("home-4-absence")
    form.get_by_role("button", name="Demander la suspension").click()
    assert "le coordinateur vous répond" in _told(page)
    claire = people("claire", phone=False)
    page = claire.open("/odoo/oe-absences")
    row = page.locator(".o_data_row:has-text('Marguerite')").first
    row.get_by_role("button", name="Appliquer").click()
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".o_data_row:has-text('Marguerite')").wait_for(state="detached")
    page = louise.open("/my/oe")
    louise.shot("home-4-prevenue")
    assert "reprennent le lendemain" in text(page, "main")


def test_5_a_relative_accepts_with_an_early_start_then_withdraws(people):
    louise = people("louise")
    page = louise.open("/my/oe")
    page.get_by_role("link", name="Lire et accepter").first.click()
    page.get_by_label("Je demande expressément").check()
    page.get_by_label("Nom de la personne qui signe").fill("Louise Hervé")
    louise.sign()
    louise.shot("home-5-devis")
    page.get_by_role("button", name="J'accepte ce devis").click()
    page.locator("text=que le service commence aussitôt").wait_for()
    louise.shot("home-5-accepte")
    page.locator("summary:has-text('avis')").click()
    page.get_by_role("button", name="Je me rétracte").click()
    assert "rien n'est dû" in _told(page)
    assert not louise.errors, louise.errors


def test_6_the_notebook_and_a_call(people):
    malo = people("malo")
    page = malo.open("/my/oe")
    page.get_by_role("link", name="Lire et écrire").click()
    assert "Le pain est dans la huche" in text(page, "main")
    page.get_by_label("Un mot").fill("Les clés sont chez la voisine.")
    page.get_by_role("button", name="Laisser ce mot").click()
    assert "dans le cahier" in _told(page)
    malo.shot("home-6-cahier")
    marc = people("marc", phone=False)
    page = marc.open("/odoo/oe-calls")
    row = page.locator(".o_data_row:has-text('Robert Guillou')").first
    row.wait_for()
    marc.shot("home-6-appels")
    row.get_by_role("button", name="Prévenu").click()
    page.locator(".o_data_row:has-text('Robert Guillou')").wait_for(state="detached")
