"""Pay of July 2026: the list, the file to payroll, the payslips back, the phone.

Nadia's 202.50 of June are still there; Paul's part fixe is beyond his 67.50.
"""

import re

from conftest import URL
from test_month import _fill_date, text

HEAD = (
    "matricule;mois;brut;cotisations_patronales;cotisations_salariales;"
    "net_avant_impot;prelevement_source;net_paye"
)


def test_1_the_manager_agrees_and_exports(people, tmp_path_factory):
    claire = people("claire", phone=False)
    claire.page.context.clear_cookies(name="cids")
    page = claire.open("/odoo/action-oe_cae.oe_cae_pay_wizard_action")
    _fill_date(page, "day", "15/07/2026")
    page.get_by_role("button", name="Ouvrir la liste de paie").click()
    row = page.locator(".o_data_row:has-text('Nadia Benali')")
    row.wait_for()
    assert "202,50" in re.sub(r"[\s\u202f\u00a0]+", " ", row.inner_text())
    claire.shot("pay-1-liste")
    page.get_by_role("button", name="Convenir tout ce qui peut l'être").click()
    row.locator(".badge:has-text('Convenue')").wait_for()
    paul = page.locator(".o_data_row:has-text('Paul Martin')")
    assert "Brouillon" in paul.inner_text()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Exporter les variables de paie").click()
    path = tmp_path_factory.mktemp("pay") / "variables.csv"
    taken.value.save_as(path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2 and ";2026-07;100,00;" in lines[1], lines
    test_1_the_manager_agrees_and_exports.line = lines[1].split(";")

    paul.locator("button[name=action_open]").click()
    page.locator(".alert-danger:has-text('132,54')").wait_for()
    claire.shot("pay-1-refus")


def test_2_the_accountant_brings_the_payslips_back(people, tmp_path_factory):
    number, month, *_rest = test_1_the_manager_agrees_and_exports.line
    path = tmp_path_factory.mktemp("pay") / "bulletins.csv"
    good = f"{number};{month};150,00;30,00;40,00;110,00;10,00;100,00"
    path.write_text(f"{HEAD}\n{good}\n99-999;{month};1;0;0;1;0;1\n")
    sophie = people("sophie", phone=False)
    page = sophie.open("/odoo/action-oe_cae.oe_cae_payslip_wizard_action")
    dialog = page.locator(".modal-content")
    dialog.locator("input[type=file]").set_input_files(path)
    dialog.get_by_role("button", name="Vérifier le fichier").click()
    dialog.locator(".o_data_row:has-text('Numéro inconnu')").wait_for()
    dialog.locator(".o_data_row:has-text('Nadia Benali')").wait_for()
    sophie.shot("pay-2-verification")
    dialog.get_by_role("button", name="Importer ce qui est bon").click()
    dialog.locator(".alert-success").wait_for()
    sophie.shot("pay-2-import")


def test_3_the_phone_shows_both_and_why(people):
    nadia = people("nadia")
    page = nadia.open("/my/oe/tab/account")
    page.get_by_role("link", name="Mes paies").click()
    page.locator("a[href*='/my/oe/pays/']").first.click()
    shown = text(page, "main")
    for words in ("Bulletin", "110,00 €", "100,00 €", "Convenu"):
        assert words in shown, (words, shown)
    page.locator("summary:has-text('Pourquoi')").click()
    assert "202,50 €" in text(page, "main")
    nadia.shot("pay-3-paie")
    assert people("paul").page.goto(page.url).status == 404, "another's pay"


def test_4_the_simulator_answers_to_the_keyboard(people):
    nadia = people("nadia")
    page = nadia.open("/my/oe/simulator")
    slider = page.locator(".o_oe_cae_slider").first
    slider.wait_for(state="visible")
    before = text(page, ".o_oe_cae_headline")
    slider.focus()
    for _press in range(20):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "old => !document.querySelector('.o_oe_cae_headline').innerText.includes(old)",
        arg=page.locator(".o_oe_cae_headline .o_oe_base_value").inner_text(),
    )
    assert text(page, ".o_oe_cae_headline") != before
    nadia.shot("pay-4-simulateur")
    page.fill("#sim_price", "beaucoup")
    page.locator(".o_oe_cae_refused:has-text('beaucoup')").wait_for()
    page.fill("#sim_price", "25")
    page.locator(".o_oe_cae_refused").wait_for(state="hidden")
    assert not nadia.errors
    assert people("anne").page.goto(f"{URL}/my/oe/simulator").status == 404
