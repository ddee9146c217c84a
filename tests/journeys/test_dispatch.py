"""The manager's Sunday: who applied, who cannot come, who comes instead."""

from test_month import text


def _row(page, words):
    return page.locator(f".o_data_row:has-text('{words}')").first


def test_1_the_board_opens_an_application_and_the_mission_is_given(people):
    claire = people("claire", phone=False)
    page = claire.open("/odoo/oe-today")
    page.locator(".o_kanban_record:has-text('Candidatures à traiter')").wait_for()
    claire.shot("dispatch-1-aujourdhui")
    page.locator(".o_kanban_record:has-text('Candidatures à traiter')").click()
    row = _row(page, "Rose Kerhoas")
    row.wait_for()
    row.get_by_role("button", name="Accepter").click()
    page.locator(".o_view_nocontent").wait_for()
    page = claire.open("/odoo/oe-missions")
    column = page.locator(".o_kanban_group:has-text('Pourvue')")
    column.locator(".o_kanban_record:has-text('Henri Caradec')").wait_for()
    claire.shot("dispatch-1-missions")
    assert not claire.errors, claire.errors


def test_2_rose_reads_his_mission_and_no_other_client(people):
    rose = people("rose")
    page = rose.open("/my/oe/tab/missions")
    assert "Henri Caradec" in text(page, "main")
    assert "Odette Blin" not in text(page, "main")
    rose.shot("dispatch-2-missions")
    assert not rose.errors, rose.errors


def test_3_an_unfilled_visit_is_proposed_to_the_nearest(people):
    claire = people("claire", phone=False)
    page = claire.open("/odoo/oe-unfilled")
    row = _row(page, "Odette Blin")
    row.get_by_role("button", name="Trouver quelqu’un").click()
    rose = _row(page, "Rose Kerhoas")
    rose.wait_for()
    claire.shot("dispatch-3-proches")
    assert "km" in text(page, ".o_list_view")
    rose.get_by_role("button", name="Proposer").click()
    page.wait_for_timeout(1500)
    assert not claire.errors, claire.errors


def test_4_accepted_in_two_taps_on_the_phone(people):
    rose = people("rose")
    page = rose.open("/my/oe")
    badge = page.locator(".o_oe_base_badge")
    badge.wait_for()
    page.get_by_role("link", name="Voir et répondre").first.click()
    assert "Quelqu'un ne peut pas venir" in text(page, "main").replace("’", "'")
    assert "Odette Blin" not in text(page, "main")
    rose.shot("dispatch-4-proposition")
    page.get_by_role("button", name="Accepter").click()
    page.locator("[role=status]").wait_for()
    assert page.locator(".o_oe_base_badge").count() == 0
    assert not rose.errors, rose.errors
    page = people("claire", phone=False).open("/odoo/oe-unfilled")
    page.locator(".o_view_nocontent").wait_for()


def test_5_tanguy_cannot_come_and_then_comes_after_all(people):
    tanguy = people("tanguy")
    page = tanguy.open("/my/oe/tab/missions")
    page.get_by_role("link", name="Dire quand").click()
    last = page.evaluate("new Date(Date.now() + 40 * 864e5).toISOString().slice(0, 10)")
    page.get_by_label("Dernier jour").fill(last)
    page.get_by_role("button", name="Chercher une autre personne").click()
    page.locator("[role=status]").wait_for()
    assert "Odette Blin" in text(page, "main")
    tanguy.shot("dispatch-5-absence")
    page.get_by_role("button", name="Je viens finalement").first.click()
    page.locator("[role=status]").wait_for()
    assert not tanguy.errors, tanguy.errors
