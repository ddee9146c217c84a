"""The client of the immediate advance against its stand-in, over real HTTP."""

import logging
import threading

import pytest

from odoo.addons.oe_sap.aici.client import (
    Access,
    Client,
    Denied,
    Lost,
    Refused,
    Tokens,
    Unsent,
    code_of,
)
from odoo.addons.oe_sap.aici.urls import DEFAULTS, PRODUCTION, SANDBOX, allowed
from odoo.addons.oe_sap.simulator.server import Simulator

SECRET = "un-secret-de-test"
PERSON = {
    "civilite": "2",
    "nomNaissance": "Martin",
    "prenoms": "Anne",
    "dateNaissance": "1942-03-01T00:00:00Z",
    "lieuNaissance": {
        "codePaysNaissance": "99100",
        "departementNaissance": "044",
        "communeNaissance": {"codeCommune": "109", "libelleCommune": "NANTES"},
    },
    "numeroTelephonePortable": "0612345678",
    "adresseMail": "anne@example.com",
    "adressePostale": {
        "libelleVoie": "de la Paix",
        "codeCommune": "44109",
        "libelleCommune": "NANTES",
        "codePostal": "44000",
        "codePays": "99100",
    },
    "coordonneeBancaire": {
        "bic": "ABCDFRPP",
        "iban": "FR7630006000011234567890189",
        "titulaire": "Anne Martin",
    },
}
SEARCH = "POST /demandePaiement/rechercher"
PAY = "POST /demandePaiement"


@pytest.fixture
def simulator():
    with Simulator() as running:
        running.service.secrets["org"] = SECRET
        running.service.wait = 1.0
        yield running


def client(simulator, secret=SECRET, tokens=None, seconds=0.5):
    access = Access(simulator.url, "org", secret)
    return Client(access, seconds, tokens or Tokens())


def request(number="F1", client_id="client-1", **changes):
    line = {
        "codeNature": "60",
        "quantite": 4,
        "unite": "HEURE",
        "mntUnitaireTTC": 50,
        "mntPrestationTTC": 200,
        "mntPrestationHT": 181.82,
        "mntPrestationTVA": 18.18,
        "complement2": "042",
    }
    return {
        "idTiersFacturation": "1",
        "idClient": client_id,
        "dateNaissanceClient": PERSON["dateNaissance"],
        "numFactureTiers": number,
        "dateFacture": "2026-06-30T00:00:00Z",
        "dateDebutEmploi": "2026-06-01T00:00:00Z",
        "dateFinEmploi": "2026-06-30T00:00:00Z",
        "mntFactureTTC": 200,
        "mntFactureHT": 181.82,
        "inputPrestations": [line],
        **changes,
    }


def enrolled(simulator, caller):
    ref = caller.enrol(PERSON)
    simulator.service.activate()
    return ref


def test_a_person_is_enrolled_once_whatever_is_lost(simulator):
    caller = client(simulator)
    simulator.service.fail("POST /particulier", "drop after", "500 after")
    for _time in range(2):
        with pytest.raises(Lost):
            caller.enrol(PERSON)
    ref = caller.enrol(PERSON)
    assert list(simulator.service.clients) == [ref]
    assert caller.client_state(ref)["etat"] == "KO"
    simulator.service.activate()
    assert caller.client_state(ref)["etat"] == "OK"


def test_a_request_and_what_becomes_of_it(simulator):
    caller = client(simulator)
    ref = enrolled(simulator, caller)
    (answer,) = caller.request_payments([request(client_id=ref)])
    assert (answer["statut"], answer["errors"]) == ("10", [])
    simulator.service.tell("F1", 70)
    (found,) = caller.search(ids=(answer["idDemandePaiement"],))
    assert found["statut"]["code"] == "70"
    assert found["infoVirement"]["mntVirement"] == 200
    (same,) = caller.search(numbers=("F1",))
    assert same["idDemandePaiement"] == answer["idDemandePaiement"]
    assert caller.search(numbers=("F2",)) == []


def test_the_service_takes_a_number_once(simulator):
    caller = client(simulator)
    ref = enrolled(simulator, caller)
    caller.request_payments([request(client_id=ref)])
    (answer,) = caller.request_payments([request(client_id=ref)])
    assert [item["code"] for item in answer["errors"]] == ["ERR_FACTURE_DOUBLON"]
    assert simulator.service.accepted["F1"] == 1


@pytest.mark.parametrize(
    ("fault", "error", "done"),
    [
        ("500", Lost, 0),
        ("503", Lost, 0),
        ("drop", Lost, 0),
        ("slow", Lost, 0),
        ("403", Denied, 0),
        ("500 after", Lost, 1),
        ("drop after", Lost, 1),
        ("cut after", Lost, 1),
        ("slow after", Lost, 1),
    ],
)
def test_each_fault_is_told_apart(simulator, fault, error, done):
    caller = client(simulator)
    ref = enrolled(simulator, caller)
    simulator.service.fail(PAY, fault)
    with pytest.raises(error):
        caller.request_payments([request(client_id=ref)])
    assert simulator.service.accepted["F1"] == done


def test_a_token_is_asked_once_and_again_when_it_ends(simulator):
    caller = client(simulator)
    enrolled(simulator, caller)
    caller.search(numbers=("F1",))
    assert simulator.service.calls["token"] == 1
    simulator.service.forget_tokens()
    assert caller.search(numbers=("F1",)) == []
    assert simulator.service.calls["token"] == 2
    simulator.service.lifetime = 30  # ends within the margin: never kept
    simulator.service.forget_tokens()
    caller.search(numbers=("F1",))
    caller.search(numbers=("F1",))
    assert simulator.service.calls["token"] == 4


def test_wrong_credentials_and_a_service_without_tokens(simulator):
    with pytest.raises(Denied) as caught:
        client(simulator, secret="faux").enrol(PERSON)
    assert caught.value.code == "INVALID_CLIENT"
    simulator.service.fail("token", "503")
    with pytest.raises(Unsent):
        client(simulator).enrol(PERSON)
    assert simulator.service.calls["POST /particulier"] == 0
    client(simulator).check()


def test_nobody_is_there():
    access = Access("http://127.0.0.1:1", "org", SECRET)
    with pytest.raises(Unsent):
        Client(access, 0.5, Tokens()).enrol(PERSON)


def test_a_refusal_says_its_code_and_nothing_that_was_sent(simulator):
    caller = client(simulator)
    with pytest.raises(Refused) as caught:
        caller.enrol({**PERSON, "civilite": "9"})
    assert str(caught.value) == "ERR_CIVILITE"
    assert code_of({"code": "Le client Anne Martin est inconnu"}) == ""
    assert code_of([{"code": "ERR_X"}]) == "ERR_X"
    assert code_of("x") == code_of([]) == ""


def test_no_log_and_no_exception_names_a_secret_or_a_person(simulator, caplog):
    caplog.set_level(logging.DEBUG)
    caller = client(simulator)
    ref = enrolled(simulator, caller)
    said = []
    caller.client_state(ref)
    caller.request_payments([request(client_id=ref)])
    for fault in ("500", "drop after", "cut after", "403", "slow"):
        simulator.service.fail(PAY, fault)
        try:
            caller.request_payments([request("F2", ref)])
        except (Lost, Denied) as error:
            said += [str(error), repr(error), repr(error.__cause__)]
    said += [repr(Access(simulator.url, "org", SECRET)), *simulator.service.calls]
    told = caplog.text + " ".join(said)
    assert "urllib3" in caplog.text
    for word in (SECRET, "Martin", "1942", "FR76", "anne@", ref, "jeton-", "061234"):
        assert word not in told, word


def test_a_redirection_is_not_followed(simulator):
    # The body would go to wherever the answer says.
    caller = client(simulator)
    simulator.service.fail(PAY, "302")
    with pytest.raises(Lost) as caught:
        caller.request_payments([request()])
    assert caught.value.status == 302


@pytest.mark.parametrize(
    ("url", "place", "good"),
    [
        (PRODUCTION, "production", True),
        (SANDBOX, "sandbox", True),
        (DEFAULTS["simulator"], "simulator", True),
        ("http://localhost:9999", "simulator", True),
        ("http://api.urssaf.fr", "production", False),
        ("https://urssaf.fr.example.com", "production", False),
        ("https://example.com", "sandbox", False),
        ("https://api.urssaf.fr:8443", "production", False),
        ("https://a@api.urssaf.fr", "production", False),
        ("https://api.urssaf.fr/x", "production", False),
        ("https://127.0.0.1", "production", False),
        ("http://169.254.169.254", "simulator", False),
        ("http://127.0.0.1:80", "simulator", False),
        ("http://127.0.0.1", "simulator", False),
        ("http://127.0.0.1:99999", "simulator", False),
        ("file:///etc/passwd", "simulator", False),
        ("", "production", False),
    ],
)
def test_what_may_be_called(url, place, good):
    assert allowed(url, place) is good


def test_two_threads_share_a_token(simulator):
    tokens = Tokens()
    callers = [client(simulator, tokens=tokens) for _ in range(4)]
    callers[0].check()
    threads = [
        threading.Thread(target=caller.search, kwargs={"numbers": ("F1",)})
        for caller in callers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert simulator.service.calls["token"] == 1
    assert simulator.service.calls[SEARCH] == 4


def test_the_stand_in_is_driven_over_http(simulator):
    import requests  # noqa: PLC0415

    caller = client(simulator)
    ref = enrolled(simulator, caller)
    caller.request_payments([request(client_id=ref)])
    url = f"{simulator.url}/_simulator"
    shown = requests.post(url, json={"tell": {"F1": 40}}, timeout=5).json()
    assert shown["requests"] == {"F1": 40}
    assert requests.get(url, timeout=5).json()["accepted"] == {"F1": 1}
    wrong = requests.post(url, json={"tell": {"F9": 40}}, timeout=5)
    assert wrong.status_code == 400
    assert requests.post(url, json={"fail": {PAY: ["x"]}}, timeout=5).status_code == 400
