"""One month of the pilot territory, lived by its people; each chapter follows.

June 2026, at Jeanne Le Goff's: four Mondays of 1 h of care at 27.00 (5.5 %) and 2 h
of cleaning at 24.00 (10 %), one of them done by Paul: 300.00 excl., 325.14 incl.
"""

import re

from conftest import URL

MONDAYS = ("2026-06-01", "2026-06-15", "2026-06-22")


def text(page, selector="body"):
    """Visible text with ordinary spaces."""
    return re.sub(r"[\s\u202f\u00a0]+", " ", page.locator(selector).first.inner_text())


SHOWN = """widget => {
    const list = widget.querySelector("select");
    if (list) {
        return list.selectedOptions[0]?.text;
    }
    return widget.querySelector("input")?.value || widget.innerText;
}"""


def _select(page, field, label):
    """Choose in a list, whichever way this Odoo draws it, and see it chosen.

    A form that is still drawn anew may drop a choice made too early: choose again.
    """
    widget = page.locator(f".o_field_widget[name={field}]")
    for _attempt in range(5):
        widget.wait_for()
        if widget.locator("select").count():
            widget.locator("select").select_option(label=label)
        else:
            widget.locator("input").click()
            page.locator(f".o_select_menu_item:has-text('{label}')").first.click()
        page.wait_for_timeout(700)
        if label in (widget.evaluate(SHOWN) or ""):
            return
    raise AssertionError(f"{label} could not be chosen in {field}")


def test_1_the_manager_turns_the_need_into_a_quote(people):
    claire = people("claire", phone=False)
    for client in ("Jeanne Le Goff", "Robert Guillou"):
        page = claire.open("/odoo/oe-needs")
        page.locator(f".o_kanban_record:has-text('Aide à domicile, {client}')").click()
        page.get_by_role("button", name="Faire les devis").click()
        # The form of the need has lists of its own: wait for the quotes.
        page.locator(".o_breadcrumb:has-text('Devis du besoin')").wait_for()
        page.locator(".o_list_view .o_data_row").first.locator("td").nth(1).click()
        if client == "Jeanne Le Goff":
            page.get_by_role("button", name="Présenter au client").click()
            page.locator(".modal-content:has-text('personne')").wait_for()
            claire.shot("1-refus-public")
            _confirm(page)
            page.get_by_role("tab", name="Service à la personne").click()
            _select(page, "oe_sap_public", "Une personne dépendante (APA, PCH…)")
        page.get_by_role("button", name="Présenter au client").click()
        page.locator(".o_arrow_button_current:has-text('Envoyé')").wait_for()
        claire.shot(f"1-devis-{client.split()[0].lower()}")


def test_2_the_daughter_accepts_on_her_phone(people):
    anne = people("anne")
    page = anne.open("/my/oe")
    page.get_by_role("link", name="Lire et accepter").click()
    page.locator("h1:has-text('Devis')").wait_for()
    shown = text(page, "main")
    assert "325,14 €" in shown and "5,5 %" in shown, shown
    page.get_by_role("button", name="J'accepte ce devis").click()
    # Unsigned, it is refused: by the form or by the page that comes back.
    refused = page.locator("input:invalid, [role=alert]").first
    refused.wait_for(state="attached")
    page.get_by_label("Nom de la personne qui signe").fill("Anne Le Goff")
    page.get_by_label("Je demande expressément").check()
    anne.sign()
    anne.shot("2-devis-signature")
    page.get_by_role("button", name="J'accepte ce devis").click()
    page.locator("[role=status]:has-text('Acceptée')").wait_for()
    assert not anne.errors


def test_3_the_second_client_signs_on_paper(people, photo):
    nadia = people("nadia")
    page = nadia.open("/my/oe")
    page.get_by_role("link", name="Photographier le devis signé").click()
    page.get_by_label("demande expressément").check()
    page.get_by_label("Photo du devis signé").set_input_files(photo)
    nadia.shot("3-devis-papier")
    page.get_by_role("button", name="Envoyer et accepter").click()
    page.wait_for_url(re.compile(r"/my/oe$"))
    assert page.get_by_role("link", name="Photographier").count() == 0


def test_4_the_manager_proposes_and_nadia_accepts(people):
    claire = people("claire", phone=False)
    page = claire.open("/odoo/oe-missions")
    page.locator(".o_kanban_record:has-text('Jeanne Le Goff')").click()
    page.get_by_role("button", name="Chercher des candidats").click()
    page.get_by_role("tab", name="Candidats").click()
    row = page.locator(".o_data_row:has-text('Nadia Benali')")
    row.wait_for()
    assert "visites aux heures libres : 4 sur 4" in text(page, ".o_form_view")
    claire.shot("4-candidats")
    row.get_by_role("button", name="Proposer").click()
    page.locator(".o_arrow_button_current:has-text('Proposée')").wait_for()

    nadia = people("nadia")
    phone = nadia.open("/my/oe")
    phone.get_by_role("link", name="Voir et répondre").click()
    nadia.shot("4-proposition")
    assert "Jeanne Le Goff" not in text(phone, "main")
    phone.get_by_role("button", name="Accepter").click()
    phone.locator("[role=status]:has-text('la mission est à vous')").wait_for()

    page.reload()
    page.get_by_role("button", name="Planifier les visites").click()
    page.locator(".oe_stat_button:has-text('4')").wait_for()


def test_5_paul_replaces_one_visit(people):
    claire = people("claire", phone=False)
    page = claire.page
    page.locator(".oe_stat_button:has-text('Visites')").click()
    page.locator(".o_calendar_view, .o_list_view").first.wait_for()
    page.locator("button.o_switch_view.o_list").click()
    rows = page.locator(".o_data_row")
    rows.nth(3).wait_for()
    rows.nth(1).locator("input[type=checkbox]").check()
    page.get_by_role("button", name="Remplacer", exact=True).first.click()
    dialog = page.locator(".modal-content")
    dialog.locator(".o_field_widget[name=entrepreneur_id] input").fill("Paul")
    page.locator(".o-autocomplete--dropdown-item:has-text('Paul Martin')").click()
    dialog.get_by_role("button", name="Remplacer").click()
    page.locator(".o_data_row:has-text('Paul Martin')").wait_for()
    claire.shot("5-remplacement")


def _record(person, day, signer):
    page = person.open("/my/oe")
    page.get_by_role("link", name="Enregistrer cette visite").first.click()
    assert page.get_by_label("Jour").input_value() == day
    page.get_by_label("Nom de la personne qui signe").fill(signer)
    person.sign()
    page.get_by_role("button", name="Enregistrer la visite").click()
    page.locator("[role=status]:has-text('enregistrée')").wait_for()


def test_6_visits_are_recorded_on_the_phone(people):
    nadia = people("nadia")
    page = nadia.open("/my/oe")
    nadia.shot("6-aujourdhui")
    page.get_by_role("link", name="Enregistrer cette visite").first.click()
    page.get_by_label("Terminée à").fill("08:00")
    page.get_by_role("button", name="Enregistrer la visite").click()
    page.locator("[role=alert]").wait_for()
    assert page.get_by_label("Terminée à").input_value() == "08:00", "kept as typed"
    for day in MONDAYS:
        _record(nadia, day, "Jeanne Le Goff")
    nadia.shot("6-enregistree")
    _record(people("paul"), "2026-06-08", "Jeanne Le Goff")


def _fill_date(page, field, value):
    """Dates are shown short until one enters the field; see that it was taken.

    A month (``06/2026``) is shown in words: its year is looked for.
    """
    widget = page.locator(f".o_field_widget[name={field}]")
    is_month = len(value) == 7
    day = value[3:] if is_month else value[:2].lstrip("0")
    value = f"01/{value}" if is_month else value
    for _attempt in range(5):
        widget.locator("button, input").first.click()
        widget.locator("input").fill(value)
        widget.locator("input").press("Tab")
        page.wait_for_timeout(500)
        shown = re.findall(r"\d+", widget.evaluate(SHOWN) or "")
        if shown and shown[0].lstrip("0") == day:
            return
    raise AssertionError(f"{value} was not taken by {field}")


def test_7_the_month_is_invoiced_and_the_accountant_posts_and_cashes(people):
    sophie = people("sophie", phone=False)
    page = sophie.open("/odoo/action-oe_missions.oe_invoice_wizard_action")
    _fill_date(page, "month", "06/2026")
    sophie.shot("7-facturer-le-mois")
    page.get_by_role("button", name="Créer les factures").click()
    row = page.locator(".o_data_row:has-text('Jeanne Le Goff')")
    row.wait_for()
    row.locator("td").nth(2).click()
    page.locator(".o_field_widget[name=invoice_line_ids]").wait_for()
    _fill_date(page, "invoice_date", "30/06/2026")
    page.get_by_role("button", name="Confirmer").click()
    page.locator(".o_arrow_button_current:has-text('Comptabilisé')").wait_for()
    shown = text(page, ".o_form_view")
    assert "325,14 €" in shown and "300,00 €" in shown, shown
    sophie.shot("7-facture")
    page.get_by_role("button", name="Payer").click()
    page.locator(".modal-content").get_by_role(
        "button", name=re.compile("Créer|Enregistrer")
    ).first.click()
    page.locator(".modal-content").wait_for(state="detached")


def test_8_the_family_sees_who_came_and_the_invoice(people):
    anne = people("anne")
    page = anne.open("/my/oe")
    shown = text(page, "main")
    assert "Paul" in shown and "Nadia" in shown and "325,14 €" in shown, shown
    anne.shot("8-famille")


def _confirm(page):
    """Answer yes to a dialog that names the consequence."""
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".modal-content").wait_for(state="detached")


def test_9_the_month_is_closed_and_statements_are_on_the_phones(people):
    claire = people("claire", phone=False)
    page = claire.open("/odoo/action-oe_cae.oe_cae_month_wizard_action")
    _fill_date(page, "day", "15/06/2026")
    page.get_by_role("button", name="Ouvrir le mois").click()
    page.get_by_role("button", name="Clôturer le mois").click()
    _confirm(page)
    page.locator(".o_arrow_button_current:has-text('Clos'), .badge").first.wait_for()
    page.locator(".o_form_view:has-text('30,00')").wait_for()
    claire.shot("9-mois-clos")

    # 3 h of care and 6 h of cleaning are Nadia's: 81 + 144, contribution 10 %.
    nadia = people("nadia")
    phone = nadia.open("/my/oe/tab/account")
    nadia.shot("9-mon-compte")
    phone.locator("a[href*='/my/oe/statements/']").first.click()
    shown = text(phone, "main")
    assert "225,00" in shown and "22,50" in shown, shown
    nadia.shot("9-releve")
    assert people("paul").page.goto(phone.url).status == 404, "another's statement"


def _switch(person, companies):
    """Choose companies, as the switcher of the menu bar does."""
    person.page.context.add_cookies([{"name": "cids", "value": companies, "url": URL}])


def test_10_the_royalty_is_locked_and_invoiced_on_both_sides(people):
    claire = people("claire", phone=False)
    _switch(claire, "1-2-3-4")  # the brand belongs to the SAS
    page = claire.open("/odoo/action-oe_royalty.oe_royalty_period_action")
    page.get_by_role("button", name="Nouveau").click()
    scheme = page.locator(".o_field_widget[name=scheme_id] input")
    scheme.fill("Marque")
    page.locator(".o-autocomplete--dropdown-item:has-text('Marque')").first.click()
    _fill_date(page, "month", "06/2026")
    page.get_by_role("button", name="Calculer").click()
    page.locator(".o_data_row:has-text('SAMAD')").wait_for()
    page.get_by_role("button", name="Verrouiller").click()
    _confirm(page)
    page.get_by_role("button", name="Facturer").click()
    page.locator(".o_arrow_button_current:has-text('Facturé')").wait_for()
    assert "15,00" in text(page, ".o_form_view")
    claire.shot("10-redevance")


def test_11_the_taxpayer_downloads_the_certificate_of_what_was_paid(people):
    claire = people("claire", phone=False)
    _switch(claire, "2")  # the declared cooperative
    page = claire.open("/odoo/action-oe_sap.oe_sap_certificate_run_action")
    page.locator(".o_field_widget[name=year] input").fill("2026")
    page.get_by_role("button", name="Établir les attestations").click()
    # Jeanne's, and Marguerite's when the advance was lived through before.
    issued = page.locator(".o_field_widget[name=issued_count]")
    issued.filter(has_text=re.compile("[12]")).wait_for()
    claire.shot("11-attestations")

    anne = people("anne")
    phone = anne.open("/my/oe")
    assert "325,14" in text(phone, "main")
    anne.shot("11-attestation-fille")
    link = phone.locator("a[href*='/my/oe/certificates/']").first.get_attribute("href")
    answer = phone.request.get(f"{URL}{link}")
    assert answer.ok and answer.body()[:4] == b"%PDF"
    refused = people("paul").page.request.get(f"{URL}{link}")
    assert refused.status == 404


def test_12_a_training_half_day_is_signed_on_the_phone(people):
    nadia = people("nadia")
    phone = nadia.open("/my/oe/tab/progress")
    nadia.shot("12-progresser")
    phone.get_by_role("link", name="Signer cette demi-journée").first.click()
    nadia.sign()
    phone.locator("form button.btn-primary, form button[type=submit]").first.click()
    phone.locator("[role=status]").first.wait_for()
    nadia.shot("12-demi-journee")
    refused = people("anne").page.request.get(phone.url.removesuffix("/sign"))
    assert refused.status == 404, "nobody signs for another"
