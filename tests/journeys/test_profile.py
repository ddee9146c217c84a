"""Nadia publishes herself on her phone; a visitor finds her and asks; the office reads.

The visitor has no account and a desk; the coordinator passes the contact on.
"""

import re

from conftest import URL
from test_month import text

JOB = "Entretien de la maison et courses"


def test_nadia_publishes_herself(people):
    nadia = people("nadia")
    page = nadia.open("/my/oe/tab/me")
    page.locator("section:has-text('Ma fiche publique')").get_by_role("link").click()
    page.get_by_label("Ce que je fais").fill(JOB)
    page.get_by_label("Ma commune").fill("Rezé")
    page.get_by_label("Avec mes mots").fill("Appelez-moi au 06 12 34 56 78.")
    page.get_by_label("Entretien de la maison et travaux ménagers").check()
    page.get_by_label("Tuteur").check()
    page.get_by_role("button", name="Enregistrer ma fiche").click()
    page.locator("[role=alert]:has-text('téléphone')").wait_for()
    assert page.get_by_label("Ce que je fais").input_value() == JOB, "kept as typed"
    page.get_by_label("Avec mes mots").fill("Toujours aux mêmes heures.")
    page.get_by_role("button", name="Enregistrer ma fiche").click()
    page.locator("[role=status]:has-text('enregistrée')").wait_for()
    nadia.shot("40-fiche")
    page.get_by_role("link", name="La voir comme les autres").click()
    shown = text(page, "#wrap")
    assert "26,40 € TTC l'heure" in shown and "SIREN" in shown, shown
    nadia.shot("40-apercu")
    page.get_by_role("link", name="Revenir la modifier").click()
    page.get_by_label("J'accepte que tout le monde").check()
    page.get_by_role("button", name="Publier ma fiche").click()
    page.locator("[role=status]:has-text('tout le monde peut la lire')").wait_for()
    nadia.shot("40-publiee")
    assert not nadia.errors


def test_a_visitor_finds_her_and_asks(people):
    visitor = people("visiteur", phone=False, guest=True)
    page = visitor.open("/entrepreneurs")
    page.get_by_label("Service").select_option(
        label="Entretien de la maison et travaux ménagers"
    )
    page.get_by_label("Commune ou code postal").fill("44000")
    page.get_by_label("Jusqu'à").select_option(label="10 km")
    page.get_by_role("button", name="Rechercher").click()
    page.locator("[role=status]:has-text('km de Nantes')").wait_for()
    visitor.shot("41-annuaire")
    page.get_by_role("link", name="Nadia B.").click()
    shown = text(page, "#wrap")
    assert JOB in shown and "Benali" not in shown, shown
    visitor.shot("41-fiche")
    page.get_by_role("link", name="Demander Nadia B.").click()
    page.get_by_label("Votre nom").fill("Lucie Hervé")
    page.get_by_label("Téléphone (ou e-mail)").fill("02 40 99 88 77")
    page.get_by_label("Votre commune").fill("Nantes")
    page.get_by_label("Service").select_option(index=1)
    page.get_by_label("Jours et heures").fill("le mardi matin")
    page.get_by_label("J'accepte").check()
    visitor.shot("41-demande")
    page.get_by_role("button", name="Envoyer ma demande").click()
    page.locator("h1:has-text('Votre demande est envoyée')").wait_for()
    visitor.shot("41-envoyee")


def test_the_manager_finds_the_need_and_passes_it_on(people):
    nadia = people("nadia")
    phone = nadia.open("/my/oe/profile")
    shown = text(phone, "main")
    assert "Nantes" in shown and "Lucie" not in shown, shown
    claire = people("claire", phone=False)
    page = claire.open("/odoo/oe-needs")
    page.locator(
        ".o_kanban_record:has-text('Demande par la fiche de Nadia B.')"
    ).click()
    page.get_by_role("button", name="Créer la fiche du client").click()
    page.locator(".o_field_widget[name=oe_beneficiary_id] input").first.wait_for()
    page.get_by_role("button", name="Transmettre le contact").click()
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".modal-content").wait_for(state="detached")
    claire.shot("42-besoin")
    phone.reload()
    phone.locator("main:has-text('02 40 99 88 77')").wait_for()
    nadia.shot("42-transmise")
    page = claire.open("/odoo/oe-profiles")
    page.locator(".o_data_row:has-text('Nadia B.')").wait_for()
    claire.shot("42-fiches")


def test_she_takes_it_off_at_once(people):
    nadia = people("nadia")
    page = nadia.open("/my/oe/profile")
    page.get_by_role("button", name="La retirer maintenant").click()
    page.locator("[role=status]:has-text('personne ne la lit')").wait_for()
    visitor = people("visiteur")
    address = re.sub(r"/contact.*", "", visitor.page.url)
    assert visitor.page.request.get(address).status == 404
    assert visitor.page.request.get(f"{URL}/entrepreneurs").status == 200
