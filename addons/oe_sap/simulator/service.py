"""What the stand-in knows and answers, without any HTTP."""

import itertools
import threading
from collections import Counter, deque

from .answers import Answer, Request, error
from .checks import person_error, request_errors

NEXT = {10: 20, 20: 30, 30: 50, 50: 70}
MOST_IDS = 10
# One answer that fails, by its name.
FAULTS = (
    *("302", "401", "403", "500", "503"),
    "500 after",  # done, and the answer says it failed
    "drop",  # nothing done, the line is cut
    "drop after",  # done, the line is cut before the answer
    "cut after",  # done, half of the answer arrives
    "slow",  # nothing done, no answer in time
    "slow after",  # done, no answer in time
    "twice",  # done, the answer holds each item twice
)


class Service:
    """State and behaviour; each method answers one call. Safe for threads."""

    def __init__(self, *, auto: bool = False) -> None:
        self.auto = auto
        self.lifetime = 3600
        self.wait = 15.0
        self.secrets = {"demo": "demo"}
        self.calls: Counter[str] = Counter()
        self.accepted: Counter[str] = Counter()
        self.clients: dict[str, dict] = {}
        self.requests: dict[str, Request] = {}
        self._faults: dict[str, deque[str]] = {}
        self._tokens: set[str] = set()
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()

    # -- told by a test or by hand ---------------------------------------------------

    def fail(self, route: str, *faults: str) -> None:
        """The next calls of a route fail so, one after the other."""
        unknown = set(faults) - set(FAULTS)
        if unknown:
            raise ValueError(f"no such fault: {unknown}")
        with self._lock:
            self._faults.setdefault(route, deque()).extend(faults)

    def tell(
        self,
        number: str,
        status: int,
        reject: dict | None = None,
        paid_on: str | None = None,
    ) -> None:
        """From now on the request of an invoice number has this status."""
        with self._lock:
            request = self._by_number(number)
            request.status, request.reject = status, reject
            request.paid_on = paid_on or request.paid_on

    def activate(self, client_id: str | None = None, state: str = "OK") -> None:
        """Enrolled people have opened their account (all of them by default)."""
        with self._lock:
            for ref in [client_id] if client_id else list(self.clients):
                self.clients[ref]["etat"] = state

    def forget_tokens(self) -> None:
        """Every token given so far has ended."""
        with self._lock:
            self._tokens.clear()

    def shown(self) -> dict:
        """The state, without any datum of a person."""
        with self._lock:
            return {
                "calls": dict(self.calls),
                "accepted": dict(self.accepted),
                "clients": {ref: row["etat"] for ref, row in self.clients.items()},
                "requests": {
                    row.content["numFactureTiers"]: row.status
                    for row in self.requests.values()
                },
            }

    def control(self, told) -> Answer:
        """Do what ``tell`` (number: status), ``fail`` and ``activate`` ask for."""
        if not isinstance(told, dict):
            return error(400, "ERR_CONTROL")
        try:
            for number, status in told.get("tell", {}).items():
                self.tell(number, int(status))
            for route, faults in told.get("fail", {}).items():
                self.fail(route, *faults)
        except (KeyError, TypeError, ValueError):
            return error(400, "ERR_CONTROL")
        if told.get("activate"):
            self.activate()
        return Answer(200, self.shown())

    # -- the contract -----------------------------------------------------------------

    def token(self, form: dict) -> Answer:
        """OAuth2 client credentials."""
        with self._lock:
            self.calls["token"] += 1
            fault = self._next_fault("token")
            if fault:
                return self._failed(fault)
            given = {key: (form.get(key) or [""])[0] for key in form}
            known = self.secrets.get(given.get("client_id", ""))
            if not known or known != given.get("client_secret"):
                return Answer(401, {"error": "invalid_client"})
            token = f"jeton-{next(self._numbers)}"
            self._tokens.add(token)
            return Answer(
                200,
                {
                    "access_token": token,
                    "token_type": "Bearer",
                    "expires_in": self.lifetime,
                    "scope": "homeplus.tiersprestations",
                },
            )

    def call(self, method: str, route: str, token: str, body, query: dict) -> Answer:
        """Any call that needs a token."""
        actions = {
            ("POST", "/particulier"): lambda: self._enrol(body),
            ("GET", "/particulier"): lambda: self._client_state(query),
            ("POST", "/demandePaiement"): lambda: self._take(body),
            ("POST", "/demandePaiement/rechercher"): lambda: self._search(body),
        }
        with self._lock:
            self.calls[f"{method} {route}"] += 1
            if token not in self._tokens:
                return error(401, "ERR_TOKEN")
            action = actions.get((method, route))
            if action is None:
                return error(404, "ERR_ROUTE")
            fault = self._next_fault(f"{method} {route}")
            if not fault:
                return action()
            if not fault.endswith("after") and fault != "twice":
                return self._failed(fault)
            done = action()
            if fault == "twice":
                return Answer(done.status, [*done.body, *done.body])
            return self._failed(fault, done)

    def _next_fault(self, route):
        planned = self._faults.get(route)
        return planned.popleft() if planned else ""

    def _failed(self, fault, done=None):
        name = fault.removesuffix(" after")
        if name == "drop":
            return Answer(500, drop=True)
        if name == "cut":
            return Answer(done.status, done.body, cut=True)
        if name == "slow":
            return Answer(503, {"code": "ERR_SLOW"}, wait=self.wait)
        return error(int(name), f"ERR_HTTP_{name}")

    def _enrol(self, body):
        wrong = person_error(body)
        if wrong:
            return error(400, wrong)
        identity = tuple(
            str(body[key]).casefold()
            for key in ("nomNaissance", "prenoms", "dateNaissance")
        )
        for ref, row in self.clients.items():
            if row["identity"] == identity:
                return Answer(200, {"idClient": ref})
        ref = f"client-{next(self._numbers)}"
        self.clients[ref] = {
            "identity": identity,
            "born": body["dateNaissance"],
            "etat": "KO",
            "asked": 0,
        }
        return Answer(200, {"idClient": ref})

    def _client_state(self, query):
        row = self.clients.get(query.get("idClient", ""))
        if row is None:
            return error(404, "ERR_PARTICULIER_INCONNU")
        row["asked"] += 1
        if self.auto and row["etat"] == "KO":
            row["etat"] = "OK"
        good = row["etat"] == "OK"
        code = "COMPTE_ACTIF" if good else "COMPTE_NON_ACTIVE"
        if row["etat"] == "CLOSED":
            code = "COMPTE_CLOTURE"
        state = {"etat": "OK" if good else "KO", "code": code, "description": code}
        return Answer(200, {"idClient": query["idClient"], "statut": state})

    def _take(self, body):
        if not isinstance(body, list) or not body:
            return error(400, "ERR_LISTE_VIDE")
        return Answer(200, [self._take_one(item) for item in body])

    def _take_one(self, item):
        number = str(item.get("numFactureTiers") or "")
        wrong = list(request_errors(item, self.clients))
        if number and self._by_number(number, missing_ok=True):
            wrong.append("ERR_FACTURE_DOUBLON")
        if wrong:
            return {
                "numFactureTiers": number,
                "errors": [
                    {"code": code, "message": code, "description": code}
                    for code in wrong
                ],
            }
        request = Request(f"demande-{next(self._numbers)}", item)
        self.requests[request.ref] = request
        self.accepted[number] += 1
        return {
            "numFactureTiers": number,
            "idDemandePaiement": request.ref,
            "statut": "10",
            "errors": [],
        }

    def _search(self, body):
        if not isinstance(body, dict):
            return error(400, "ERR_RECHERCHE")
        ids = body.get("idDemandePaiements") or []
        numbers = body.get("numFactureTiers") or []
        if not ids and not numbers:
            return error(400, "ERR_RECHERCHE")
        if len(ids) > MOST_IDS or len(numbers) > MOST_IDS:
            return error(400, "ERR_RECHERCHE_TROP")
        found = [self.requests[ref] for ref in ids if ref in self.requests]
        for number in numbers:
            request = self._by_number(number, missing_ok=True)
            if request and request not in found:
                found.append(request)
        if not found:
            return error(400, "ERR_RECHERCHE_VIDE")
        for request in found if self.auto else ():
            request.status = NEXT.get(request.status, request.status)
        return Answer(200, {"infoDemandePaiements": [row.shown() for row in found]})

    def _by_number(self, number, *, missing_ok=False):
        for request in self.requests.values():
            if request.content["numFactureTiers"] == number:
                return request
        if missing_ok:
            return None
        raise KeyError(number)
