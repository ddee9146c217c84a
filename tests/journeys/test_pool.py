"""A household employs somebody itself; an ES sends a document and it is checked."""

import datetime

from test_month import text


def _told(page):
    page.locator("[role=status]").first.wait_for()
    return text(page, "[role=status]")


def test_1_an_entrepreneur_sends_a_document(people, photo):
    malo = people("malo")
    page = malo.open("/my/oe/tab/me")
    assert "expire le" in text(page, "main")
    page.get_by_role("link", name="Voir et envoyer").click()
    malo.shot("pool-1-pieces")
    page.get_by_label("Laquelle").select_option(
        label="Assurance responsabilité civile professionnelle"
    )
    until = datetime.date.today() + datetime.timedelta(days=365)
    page.get_by_label("Valable jusqu'au").fill(until.isoformat())
    page.get_by_label("Photo ou PDF").set_input_files(photo)
    page.get_by_role("button", name="Envoyer la pièce").click()
    assert "est reçue" in _told(page)
    page.get_by_role("button", name="Elle peut être montrée aux clients").click()
    assert "Votre choix est gardé" in _told(page)
    claire = people("claire", phone=False)
    page = claire.open("/odoo/oe-documents")
    row = page.locator(".o_data_row:has-text('Malo')").first
    row.wait_for()
    claire.shot("pool-1-a-verifier")
    row.get_by_role("button", name="Elle est bonne").click()
    page.locator(".o_data_row:has-text('Malo')").wait_for(state="detached")
    page = malo.open("/my/oe/tab/me")
    assert "tout est en règle" in text(page, "main")
    assert not malo.errors, malo.errors


def test_2_the_office_looks_for_somebody_near(people):
    claire = people("claire", phone=False)
    page = claire.open("/odoo/oe-pool")
    page.locator(".o_data_row").first.wait_for()
    page.locator(".o_searchview_input").fill("Vertou 6")
    page.locator(".o-dropdown-item:has-text('Près de')").first.click()
    page.locator(".o_data_row:has-text('Samira')").wait_for(state="detached")
    page.locator(".o_data_row:has-text('Solène')").wait_for()
    claire.shot("pool-2-vivier")
    page.locator(".o_data_row:has-text('Solène') td.o_data_cell").first.click()
    page.get_by_role("button", name="Ajouter une pièce").wait_for()
    claire.shot("pool-2-personne")


def test_3_the_recruiter_presents(people):
    malo = people("malo")
    page = malo.open("/my/oe/tab/missions")
    page.locator("a[href^='/my/oe/recruitings/']").first.click()
    malo.shot("pool-3-fiche")
    page.get_by_label("Brut de l'heure").fill("10,00")
    page.get_by_role("button", name="Garder la fiche").click()
    page.locator("[role=alert]").wait_for()
    page.get_by_label("Brut de l'heure").fill("13,50")
    page.get_by_role("button", name="Garder la fiche").click()
    assert "La fiche est gardée" in _told(page)
    page.get_by_role("button", name="Présenter au foyer").click()
    assert "sont présentés" in _told(page)
    malo.shot("pool-3-presentes")
    assert not malo.errors, malo.errors


def test_4_a_relative_reads_marks_chooses_and_ticks(people):
    louise = people("louise")
    page = louise.open("/my/oe")
    page.locator("a[href^='/my/oe/recruitments/']").first.click()
    assert "Vous êtes l'employeur" in text(page, "main").replace("’", "'")
    assert "Guého" not in text(page, "main")
    louise.shot("pool-4-candidats")
    page.locator("summary:has-text('Grille d')").first.click()
    page.get_by_label("A déjà fait ces tâches").first.select_option(label="Très bien")
    page.get_by_role("button", name="Garder cette grille").first.click()
    assert "Votre grille est gardée" in _told(page)
    page.get_by_role("button", name="Je choisis Solène").click()
    assert "Votre choix est gardé" in _told(page)
    day = datetime.date.today() + datetime.timedelta(days=14)
    page.get_by_label("Le jour convenu avec").fill(day.isoformat())
    page.get_by_role("button", name="J'embauche").click()
    assert "obligations d'employeur" in _told(page)
    louise.shot("pool-4-obligations")
    page.get_by_role("button", name="C'est fait").first.click()
    assert "à jour" in _told(page)
    folder = page.locator("a[href$='/folder']").get_attribute("href")
    answer = page.request.get(f"{page.url.split('/my/')[0]}{folder}")
    assert answer.body().startswith(b"%PDF")
    assert not louise.errors, louise.errors
