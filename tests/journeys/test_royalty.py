"""The royalty shared and revised: a holder on the phone, a vote on the own net.

Lives after the month: June of both cooperatives is locked and invoiced.
"""

from conftest import URL
from test_month import _confirm, _fill_date, _select, _switch, text

REVISION = "Quelle redevance en 2027 ?"


def _choose(page, field, words):
    widget = page.locator(f".o_field_widget[name={field}] input").last
    widget.fill(words)
    page.locator(f".o-autocomplete--dropdown-item:has-text('{words}')").first.click()


def test_1_who_has_points_is_written(people):
    claire = people("claire", phone=False)
    _switch(claire, "1-2-3-4")  # the brand belongs to the SAS
    page = claire.open("/odoo/oe-holders")
    page.get_by_role("button", name="Nouveau").click()
    _choose(page, "partner_id", "Paul Martin")
    _select(page, "legal_basis", "Auteur")
    page.locator(
        ".o_field_widget[name=share_ids] .o_field_x2many_list_row_add a"
    ).click()
    dialog = page.locator(".modal-content")
    _choose(page, "pool_id", "Moyens conceptuels")
    dialog.locator(".o_field_widget[name=points] input").fill("1000")
    _fill_date(page, "date_start", "01/01/2026")
    dialog.locator(".o_field_widget[name=evidence] input").fill("Convention d'auteur")
    claire.shot("royalty-1-points")
    dialog.get_by_role("button", name="Enregistrer & Fermer").click()
    dialog.wait_for(state="detached")
    page.locator(".o_form_button_save").click()
    page.locator(".o_form_saved").wait_for()
    page.get_by_role("button", name="Ouvrir sa page").click()
    page.locator(".o_field_widget[name=has_portal] input:checked").wait_for()
    assert "1 000" in text(page, ".o_field_widget[name=share_ids]")


def test_2_the_quarter_is_shared_and_paid_out(people):
    claire = people("claire", phone=False)
    page = claire.open("/odoo/oe-sharing")
    page.get_by_role("button", name="Nouveau").click()
    _fill_date(page, "date_start", "01/04/2026")
    page.get_by_role("button", name="Calculer").click()
    page.locator(".o_data_row:has-text('Paul Martin')").wait_for()
    claire.shot("royalty-2-partage")
    page.get_by_role("button", name="Approuver").click()
    _confirm(page)
    page.locator(".o_arrow_button_current:has-text('Approuvé')").wait_for()
    page = claire.open("/odoo/action-oe_royalty.oe_royalty_payout_wizard_action")
    page.get_by_role("button", name="Faire les versements").click()
    row = page.locator(".o_data_row:has-text('Paul Martin')")
    row.wait_for()
    claire.shot("royalty-2-versements")
    row.locator("td").nth(1).click()
    page.get_by_role("button", name="Approuver").click()
    page.locator(".o_arrow_button_current:has-text('À payer')").wait_for()
    assert not claire.errors, claire.errors


def test_3_the_holder_reads_the_own_part_on_the_phone(people):
    paul = people("paul")
    page = paul.open("/my/oe/royalties")
    shown = text(page, "main")
    assert "1 000 points" in shown and "T2 2026" in shown, shown
    page.locator("summary:has-text('Pourquoi')").first.click()
    assert "points-jours" in text(page, "main")
    paul.shot("royalty-3-mes-redevances")
    page.get_by_role("link", name="Ouvrir le document").click()
    assert "Note de droits d'auteur" in text(page, "main")
    paul.shot("royalty-3-note")
    link = page.get_by_role("link", name="Télécharger le PDF").get_attribute("href")
    answer = page.request.get(f"{URL}{link}")
    assert answer.ok and answer.body()[:4] == b"%PDF"
    nadia = people("nadia").page
    assert nadia.request.get(f"{URL}{link}").status == 404, "another's document"
    assert nadia.goto(page.url).status == 404, "another's part"
    assert not paul.errors, paul.errors


def test_4_the_network_puts_the_rate_to_the_vote(people):
    claire = people("claire", phone=False)
    page = claire.open("/odoo/oe-revision")
    page.get_by_role("button", name="Nouveau").click()
    page.locator(".o_field_widget[name=name] input").fill(REVISION)
    _fill_date(page, "date_start", "01/01/2027")
    _fill_date(page, "date_reference", "01/01/2026")
    page.get_by_role("button", name="Lire les indices").click()
    page.locator(".o_data_row:has-text('Garder le taux')").wait_for()
    assert "Pas encore de taux suggéré" in text(page, ".o_form_view")
    page.locator(
        ".o_field_widget[name=option_ids] .o_field_x2many_list_row_add a"
    ).click()
    line = page.locator(".o_field_widget[name=option_ids] .o_selected_row")
    line.locator("[name=name] input").fill("Passer à 6 %")
    line.locator("[name=rate] input").fill("6")
    page.get_by_role("button", name="Simuler").click()
    page.get_by_role("tab", name="Effet sur les coopératives").click()
    page.locator(".o_data_row:has-text('SAMAD')").first.wait_for()
    claire.shot("royalty-4-effets")
    page.get_by_role("tab", name="Vote").click()
    _select(page, "ballot", "Vote nominatif")
    _fill_date(page, "vote_end", "31/12/2027 18:00:00")
    page.get_by_role("button", name="Mettre au vote").click()
    _confirm(page)
    page.locator(".o_arrow_button_current:has-text('Vote ouvert')").wait_for()
    claire.shot("royalty-4-vote")
    assert not claire.errors, claire.errors


def test_5_the_entrepreneur_votes_on_the_own_net(people):
    nadia = people("nadia")
    page = nadia.open("/my/oe")
    card = page.locator(f".card:has-text('{REVISION}')").first
    card.get_by_role("link", name="Voir mon net et voter").click()
    shown = text(page, "main")
    assert "Votre net" in shown and "Redevance à 6 %" in shown, shown
    page.locator("summary:has-text('Pourquoi')").last.click()
    assert "de chaque euro compté" in text(page, "main")
    nadia.shot("royalty-5-mon-net")
    page.get_by_text("Garder le taux", exact=True).last.click()
    page.get_by_role("button", name="Voter").click()
    page.locator("[role=status]:has-text('Votre vote est dans l')").wait_for()
    assert "Participation : 1" in text(page, "main")
    nadia.shot("royalty-5-vote")
    assert people("anne").page.goto(page.url).status == 404, "who is no elector"
    assert not nadia.errors, nadia.errors
