"""Nadia's week on her phone, with the network cut: read, recorded, signed, sent once.

The office plans four visits around now at Jeanne Le Goff's; two days of the past are
recorded without network, one of them after the office moved it.
"""

import datetime

import pytest
from conftest import PHONE, URL
from demo.people import PASSWORD
from test_month import text

MOST_BYTES = 150 * 1024
CALL = """async ([model, method, args]) => {
    const answer = await fetch("/web/dataset/call_kw", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
            jsonrpc: "2.0", method: "call", params: { model, method, args, kwargs: {} },
        }),
    });
    const told = await answer.json();
    if (told.error) {
        throw new Error(told.error.data.message);
    }
    return told.result;
}"""
# What was sent arrives, what is answered does not.
LOSE = """() => {
    window.realFetch = window.fetch;
    window.fetch = async (url, options) => {
        const answer = await window.realFetch(url, options);
        if (String(url).endsWith("/send")) {
            window.lost = await answer.clone().text();
            throw new TypeError("the network went");
        }
        return answer;
    };
}"""
TODAY = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
KNOWN = {}


def _call(person, model, method, *args):
    """What an office program does: one call, as that person."""
    return person.page.evaluate(CALL, [model, method, list(args)])


def _plan(claire, mission, day, line):
    """A visit of two hours that began at eight, UTC."""
    start = (TODAY + datetime.timedelta(days=day)).replace(hour=8, minute=0, second=0)
    return _call(
        claire,
        "oe.intervention",
        "create",
        [
            {
                **KNOWN["visit"],
                "mission_id": mission,
                "planned_start": f"{start:%Y-%m-%d %H:%M:%S}",
                "planned_end": f"{start.replace(hour=10):%Y-%m-%d %H:%M:%S}",
                "part_ids": [[0, 0, {"order_line_id": line, "minutes": 120}]],
            }
        ],
    )[0]


@pytest.fixture(scope="module")
def claire(people):
    person = people("claire", phone=False)
    person.open("/odoo")
    return person


def _hours(claire):
    """Hours delivered on the client's order since the journey began."""
    told = _call(claire, "sale.order.line", "read", [KNOWN["line"]], ["qty_delivered"])
    return told[0]["qty_delivered"] - KNOWN.get("before", 0)


def test_30_the_office_plans_visits_around_today(claire):
    """The month's mission at Jeanne's goes on; nobody recorded these visits."""
    found = _call(
        claire,
        "oe.intervention",
        "search_read",
        [["entrepreneur_id.name", "=", "Nadia Benali"], ["state", "=", "done"]],
        ["mission_id", "company_id", "entrepreneur_id", "activity_id", "part_ids"],
    )
    assert found, "the month was lived before"
    first = found[0]
    mission = first["mission_id"][0]
    part = _call(
        claire,
        "oe.intervention.part",
        "read",
        [first["part_ids"][0]],
        ["order_line_id"],
    )[0]
    KNOWN["visit"] = {
        name: first[name][0]
        for name in ("company_id", "entrepreneur_id", "activity_id")
    }
    end = TODAY.date() + datetime.timedelta(days=20)
    _call(claire, "oe.mission", "write", [mission], {"date_end": end.isoformat()})
    line = KNOWN["line"] = part["order_line_id"][0]
    KNOWN["before"] = _hours(claire)
    KNOWN["ids"] = [_plan(claire, mission, day, line) for day in (-1, -2, 1, 2)]


@pytest.fixture(scope="module")
def phone(people):
    """Nadia's phone, with what it loaded counted."""
    nadia = people("nadia")
    # The cut does not reach service workers: theirs would send behind our back.
    nadia.page.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    loaded = []
    # Where she landed after the log-in may still be loading.
    nadia.open("/my/oe").wait_for_load_state("load")
    nadia.page.on("response", lambda answer: loaded.append(answer))
    nadia.open("/my/oe/week")
    nadia.page.locator("html[data-ready]").wait_for(state="attached")
    nadia.page.wait_for_function("navigator.serviceWorker.controller !== null")
    nadia.loaded = [
        answer
        for answer in loaded
        if "/my/oe/week" in answer.url or "week/" in answer.url
    ]
    return nadia


def _card(phone, visit):
    card = phone.page.locator(f"#visit-{visit}")
    card.wait_for()
    if card.get_attribute("open") is None:
        card.locator("summary").click()
    return card


def _opened(phone):
    phone.page.reload()
    phone.page.locator("html[data-ready]").wait_for(state="attached")


def _record(phone, start="10:05", end="12:05"):
    page = phone.page
    page.get_by_label("Commencée à").fill(start)
    page.get_by_label("Terminée à").fill(end)
    page.get_by_label("Nom de la personne qui signe").fill("Jeanne Le Goff")
    phone.sign()


def _save(phone):
    phone.page.get_by_role("button", name="Enregistrer la visite").first.click()


def test_31_the_week_is_light_and_read_without_network(phone):
    shown = text(phone.page, "main")
    assert "Jeanne Le Goff" in shown and "Ménage" not in shown.split("Prévu")[0]
    size = sum(len(answer.body()) for answer in phone.loaded)
    assert 10_000 < size < MOST_BYTES, (size, [each.url for each in phone.loaded])
    phone.shot("31-semaine")
    phone.page.context.set_offline(True)
    _opened(phone)
    assert "Sans réseau" in text(phone.page, "header")
    assert "Jeanne Le Goff" in text(phone.page, "main")
    phone.page.goto(f"{URL}/my/oe")
    phone.page.wait_for_url("**/my/oe/week")


def test_32_recorded_and_signed_without_network(phone, claire, photo):
    visit = KNOWN["ids"][0]
    page = phone.page
    _card(phone, visit).get_by_role("button", name="Enregistrer avec").click()
    _save(phone)
    page.locator("#said[data-tone=alert]:has-text('signer')").wait_for()
    _record(phone)
    page.get_by_label("Trajet, km").fill("4,5")
    page.get_by_label("Photo, si elle aide").set_input_files(photo)
    phone.shot("32-enregistrer")
    _save(phone)
    page.locator("#said:has-text('Enregistré sur ce téléphone')").wait_for()
    assert "1 à envoyer" in text(page, "#bar")
    _opened(phone)
    assert "À envoyer : 10:05 – 12:05" in text(page, "main"), "it stays"
    phone.shot("32-a-envoyer")
    state = _call(claire, "oe.intervention", "read", [visit], ["state"])[0]
    assert state["state"] == "planned", "nothing left the phone"


def test_33_sent_once_when_the_network_is_back(phone, claire):
    visit = KNOWN["ids"][0]
    page = phone.page
    # The server takes it and its answer is lost on the way.
    page.evaluate(LOSE)
    page.context.set_offline(False)
    page.locator("#network:has-text('En ligne')").wait_for()
    page.wait_for_function("window.lost")
    assert "recorded" in page.evaluate("window.lost"), page.evaluate("window.lost")
    assert _hours(claire) == 2
    assert "1 à envoyer" in text(page, "#bar"), "the phone does not know yet"
    page.evaluate("window.fetch = window.realFetch")
    page.get_by_role("button", name="Envoyer maintenant").click()
    page.locator("#said:has-text('Tout est envoyé')").wait_for()
    assert _hours(claire) == 2, "sent again, recorded once"
    done = _call(
        claire, "oe.intervention", "read", [visit], ["state", "travel_km", "signed_by"]
    )[0]
    assert (done["state"], done["travel_km"]) == ("done", 4.5)
    assert "Enregistrée : 10:05 – 12:05" in text(page, "main")
    phone.shot("33-envoyee")
    assert not phone.errors, phone.errors


def test_34_moved_meanwhile_both_versions_side_by_side(phone, claire):
    visit = KNOWN["ids"][1]
    page = phone.page
    page.context.set_offline(True)
    _card(phone, visit).get_by_role("button", name="Enregistrer avec").click()
    _record(phone)
    _save(phone)
    page.locator("#said:has-text('Enregistré sur ce téléphone')").wait_for()
    start = (TODAY - datetime.timedelta(days=2)).replace(hour=13, minute=0, second=0)
    moved = {
        "planned_start": f"{start:%Y-%m-%d %H:%M:%S}",
        "planned_end": f"{start.replace(hour=15):%Y-%m-%d %H:%M:%S}",
    }
    _call(claire, "oe.intervention", "write", [visit], moved)
    page.context.set_offline(False)
    aside = page.locator("#asides article")
    aside.wait_for()
    shown = text(page, "#asides")
    assert "déplacée" in shown and "10:05 – 12:05" in shown, shown
    assert "Le bureau" in shown and "Votre envoi" in shown
    phone.shot("34-deux-versions")
    assert _hours(claire) == 2, "not recorded yet"
    aside.get_by_label("Un mot au coordinateur").fill("Jeanne m'a demandé dix heures")
    aside.get_by_role("button", name="Demander au coordinateur").click()
    page.locator("#asides:has-text('Votre coordinateur décide')").wait_for()


def test_35_the_manager_decides(phone, claire):
    page = claire.open("/odoo/oe-visit-drafts")
    page.locator(".o_data_row:has-text('Nadia')").click()
    page.locator(".o_form_view").wait_for()
    assert "Jeanne m'a demandé" in text(page, ".o_form_view")
    claire.shot("35-mis-de-cote")
    page.get_by_role("button", name="Enregistrer comme envoyé").click()
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".o_arrow_button_current:has-text('Accepté')").wait_for()
    assert _hours(claire) == 4
    _opened(phone)
    phone.page.locator("#asides:has-text('a retenu vos heures')").wait_for()


def test_36_logged_out_the_visits_stay_and_tell_less(phone):
    page = phone.page
    page.goto(f"{URL}/web/session/logout?redirect=/web/login")
    page.context.set_offline(True)
    page.goto(f"{URL}/my/oe/week")
    page.locator("html[data-ready]").wait_for(state="attached")
    shown = text(page, "main")
    assert "Jeanne" in shown and "Nantes" in shown, shown
    assert "Le Goff" not in shown and "Olivettes" not in shown, shown
    assert "Connectez-vous" in shown
    phone.shot("36-deconnectee")
    _card(phone, KNOWN["ids"][2])
    page.context.set_offline(False)


def test_37_somebody_else_on_this_phone_does_not_see_them(phone):
    page = phone.page
    page.goto(f"{URL}/web/login")
    page.fill("input[name=login]", "paul")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/my/oe*")
    page.context.set_offline(True)
    page.goto(f"{URL}/my/oe/week")
    page.locator("html[data-ready]").wait_for(state="attached")
    assert "Jeanne" not in text(page, "main"), "even before anything is read"
    page.context.set_offline(False)
    _opened(phone)
    page.wait_for_timeout(1000)
    assert "Jeanne" not in text(page, "main")
    phone.shot("37-paul")
    page.goto(f"{URL}/web/session/logout?redirect=/web/login")
    page.fill("input[name=login]", "nadia")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/my/oe*")
    phone.open("/my/oe/week")
    page.locator("main:has-text('Jeanne Le Goff')").wait_for()
    assert page.viewport_size == PHONE
