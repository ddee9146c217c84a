"""The immediate advance: a relative enrols on the phone, the month is asked for, paid.

Urssaf is the project's simulator, over real HTTP.
"""

import os
import pathlib
import sys

import pytest
from playwright.sync_api import TimeoutError  # noqa: A004
from test_month import _fill_date, text

ROOT = pathlib.Path(os.environ.get("OE_ROOT") or pathlib.Path(__file__).parents[2])
sys.path.insert(0, str(ROOT / "addons" / "oe_sap"))

from simulator.server import Simulator  # noqa: E402

FORM = {
    "Nom de naissance": "Kervella",
    "Prénoms": "Marguerite Anne",
    "Date de naissance": "1938-02-11",
    "Commune de naissance": "Quimper",
    "Département de naissance": "29",
    "Téléphone mobile": "06 00 00 02 22",
    "Courriel": "louise@oui-ensemble.example",
    "Titulaire du compte": "Marguerite Hervé",
    "IBAN": "FR76 3000 6000 0112 3456 7890 189",
    "BIC": "AGRIFRPP847",
}


@pytest.fixture(scope="module")
def service():
    with Simulator() as simulator:
        yield simulator


def _until(page, locator):
    """Wait for what a job in the background brings, looking again now and then."""
    for _attempt in range(12):
        try:
            page.locator(locator).first.wait_for(timeout=3_000)
        except TimeoutError:
            page.reload()
        else:
            return
    raise AssertionError(locator)


def _open_row(person, path, words):
    page = person.open(path)
    page.locator(f".o_data_row:has-text('{words}')").first.click()
    page.locator(".o_form_view").wait_for()
    return page


def test_1_the_settings_are_tested(people, service):
    claire = people("claire", phone=False)
    page = _open_row(claire, "/odoo/oe-advance-accounts", "SAMAD")
    page.locator(".o_field_widget[name=base_url] input").fill(service.url)
    page.get_by_role("button", name="Tester les identifiants").click()
    page.locator(".o_notification:has-text('accepte')").wait_for()
    claire.shot("advance-1-reglages")
    assert page.locator(".o_field_widget[name=secret_typed] input").input_value() == ""


def test_2_a_relative_enrols_on_the_phone(people, service):
    louise = people("louise")
    page = louise.open("/my/oe")
    page.get_by_role("link", name="S'inscrire").first.click()
    page.get_by_label("Civilité").select_option(label="Madame")
    for label, value in FORM.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("BIC", exact=True).fill("AGRI")
    page.get_by_label("J'accepte").check()
    louise.shot("advance-2-formulaire")
    page.get_by_role("button", name="Envoyer à l'Urssaf").click()
    page.locator("[role=alert]").wait_for()
    assert "BIC" in text(page, "[role=alert]")
    louise.shot("advance-2-refus")
    # What was typed is still there.
    page.get_by_label("BIC", exact=True).fill(FORM["BIC"])
    page.get_by_label("J'accepte").check()
    page.get_by_role("button", name="Envoyer à l'Urssaf").click()
    page.locator("[role=status]").first.wait_for()
    _until(page, "text=Attend l'activation")
    louise.shot("advance-2-inscrite")
    assert not louise.errors, louise.errors
    service.service.activate()


def test_3_the_manager_asks_for_the_month(people, service):
    claire = people("claire", phone=False)
    page = _open_row(claire, "/odoo/oe-advance-clients", "Marguerite")
    page.get_by_role("button", name="Interroger le service").click()
    _until(page, ".o_arrow_button_current:has-text('Actif')")
    first = page.evaluate(
        "() => { const d = new Date(); d.setDate(1); d.setMonth(d.getMonth() - 1);"
        " return d.toLocaleDateString('fr-FR'); }"
    )
    _fill_date(page, "activated_on", first)
    page.locator(".o_form_button_save").click()
    page.locator(".o_form_saved").wait_for()
    page = claire.open("/odoo/oe-advances")
    page.get_by_role("button", name="Préparer les demandes").click()
    dialog = page.locator(".modal-content")
    dialog.get_by_role("button", name="Contrôler les factures").click()
    dialog.locator(".o_data_row:has-text('Marguerite')").wait_for()
    claire.shot("advance-3-controle")
    dialog.get_by_role("button", name="Envoyer celles qui passent").click()
    dialog.locator(".alert-success").wait_for()
    page = claire.open("/odoo/oe-advances")
    _until(page, ".o_data_row:has-text('Marguerite'):has-text('Reçue par')")
    claire.shot("advance-3-envoyee")
    assert set(service.service.accepted.values()) == {1}


def _poll(claire, words):
    page = _open_row(claire, "/odoo/oe-advances", "Marguerite")
    page.get_by_role("button", name="Interroger le service").click()
    _until(page, f".o_field_widget[name=shown]:has-text('{words}')")
    return page


def test_4_the_client_validates_and_it_is_paid(people, service):
    claire, louise = people("claire", phone=False), people("louise")
    (number,) = service.service.accepted
    service.service.tell(number, 20)
    _poll(claire, "Attend le client")
    page = louise.open("/my/oe")
    assert "48 h" in text(page, "main")
    louise.shot("advance-4-accueil")
    page = louise.open("/my/oe/advances")
    # 4 h at 24 and 10 % VAT: 105.60, debited half.
    told = text(page, "main")
    assert "105,60 €" in told and "52,80 €" in told, told
    louise.shot("advance-4-a-valider")
    for status in (30, 50, 70):
        service.service.tell(number, status)
    page = _poll(claire, "Payée")
    claire.shot("advance-4-payee")
    page = louise.open("/my/oe/advances")
    assert "Payée" in text(page, "main")
    louise.shot("advance-4-historique")
    assert not louise.errors, louise.errors
    assert not claire.errors, claire.errors
    assert service.service.accepted[number] == 1
