"""Client of the URSSAF "API Tiers de prestation" (immediate advance).

OAuth2 client credentials, JSON over HTTPS. Nothing that is sent or answered is ever
written to a log or to an exception: they hold people's names, birth dates and
accounts. An exception says a code of the service, or nothing.

Four outcomes, and the caller treats them apart:

- an answer,
- :class:`Refused`: the service said no, so it did nothing;
- :class:`Unsent`: the call never left (no token), so nothing was done;
- :class:`Lost`: nobody knows. Before anything is sent again it is looked up.
"""

import hashlib
import json
import logging
import re
import threading
import time
from dataclasses import dataclass, field

import requests

SCOPE = "homeplus.tiersprestations"
TOKEN_PATH = "/api/oauth/v1/token"
ROOT_PATH = "/atp/v1/tiersPrestations"
# One figure for connecting and reading: the service itself gives up after 15 s.
SECONDS = 20
LARGEST_ANSWER = 2_000_000
# A token is dropped a minute before its end: no call leaves with one that dies.
MARGIN_SECONDS = 60
NOTHING_FOUND = "ERR_RECHERCHE_VIDE"
DOUBLE = "ERR_FACTURE_DOUBLON"
_CODE = re.compile(r"^[A-Z][A-Z0-9_]{2,63}$")
_CLIENT_ERRORS = range(400, 500)
# 408: the time to read the request was over; 425 and 429: come back later.
_UNDECIDED = (408, 425, 429)


class Failed(Exception):
    """The call brought no answer to use. ``code`` is one of the service's or ours."""

    def __init__(self, code: str, status: int = 0) -> None:
        self.code = code
        self.status = status
        super().__init__(code)


class Refused(Failed):
    """The service said no: nothing was done."""


class Unsent(Failed):
    """The call never left, for want of a token: nothing was done."""


class Denied(Unsent):
    """The credentials are refused (401, 403): no call can pass."""


class Lost(Failed):
    """No answer, or one that says nothing: it may have been done."""


@dataclass(frozen=True)
class Access:
    """Where to call, as whom. The secret shows in no text of this object."""

    base_url: str
    client_id: str
    secret: str = field(repr=False)

    def key(self) -> tuple[str, str, str]:
        """What a token belongs to, without the secret itself."""
        digest = hashlib.sha256(self.secret.encode()).hexdigest()
        return self.base_url, self.client_id, digest


class _NoQuery(logging.Filter):
    """Takes queries out of the connection log: they name a client."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without what follows a question mark."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                item.partition("?")[0] if isinstance(item, str) else item
                for item in record.args
            )
        return True


logging.getLogger("urllib3.connectionpool").addFilter(_NoQuery())


class Tokens:
    """Tokens in force, in memory only, shared by the threads of a process."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], tuple[str, float]] = {}
        self._lock = threading.Lock()

    def get(self, access: Access) -> str | None:
        """The token still in force for an access."""
        with self._lock:
            token, until = self._known.get(access.key(), ("", 0.0))
        return token if time.monotonic() < until else None

    def keep(self, access: Access, token: str, seconds: float) -> None:
        """Remember a token until shortly before its end."""
        until = time.monotonic() + max(0.0, seconds - MARGIN_SECONDS)
        with self._lock:
            self._known[access.key()] = (token, until)

    def drop(self, access: Access) -> None:
        """Forget a token that was refused."""
        with self._lock:
            self._known.pop(access.key(), None)


TOKENS = Tokens()


class Client:
    """Calls of one company; each method is one HTTP call (and a token when needed)."""

    def __init__(
        self, access: Access, seconds: float = SECONDS, tokens: Tokens = TOKENS
    ) -> None:
        self._access = access
        self._seconds = seconds
        self._tokens = tokens
        self._session = requests.Session()
        # No proxy password, no .netrc: only what the company's settings say.
        self._session.trust_env = False

    def enrol(self, person: dict) -> str:
        """Enrol a person; the same person again has the same answer.

        :return: the service's ``idClient``
        """
        answer = self._call("POST", "/particulier", body=person)
        found = answer.get("idClient") if isinstance(answer, dict) else None
        if not found:
            raise Lost("ANSWER_WITHOUT_CLIENT")
        return str(found)

    def client_state(self, client_id: str) -> dict:
        """``etat`` (OK or KO), ``code`` and ``description`` of an enrolled person."""
        answer = self._call("GET", "/particulier", query={"idClient": client_id})
        state = answer.get("statut") if isinstance(answer, dict) else None
        if not isinstance(state, dict):
            raise Lost("ANSWER_WITHOUT_STATE")
        return state

    def request_payments(self, requests_: list[dict]) -> list[dict]:
        """Send payment requests; one item per request, in any order."""
        answer = self._call("POST", "/demandePaiement", body=requests_)
        if not isinstance(answer, list):
            raise Lost("ANSWER_WITHOUT_LIST")
        return [item for item in answer if isinstance(item, dict)]

    def search(self, *, ids: tuple = (), numbers: tuple = ()) -> list[dict]:
        """What the service knows of requests: by its ids, or by our numbers.

        At most ten a call, see ``calc.advance.batches``. Nothing found is an answer.
        """
        body = {"idDemandePaiements": list(ids)} if ids else {}
        if numbers:
            body["numFactureTiers"] = list(numbers)
        try:
            answer = self._call("POST", "/demandePaiement/rechercher", body=body)
        except Refused as refused:
            if refused.code == NOTHING_FOUND:
                return []
            raise
        found = answer.get("infoDemandePaiements") if isinstance(answer, dict) else None
        if not isinstance(found, list):
            raise Lost("ANSWER_WITHOUT_LIST")
        return [item for item in found if isinstance(item, dict)]

    def check(self) -> None:
        """Ask for a new token: whether the credentials are good."""
        self._tokens.drop(self._access)
        self._token()

    # -- one call -------------------------------------------------------------------

    def _call(self, method, path, *, body=None, query=None):
        try:
            return self._with_token(method, path, body, query)
        except Denied as denied:
            if denied.status != requests.codes.unauthorized:
                raise
        # The token ended before its time: the call was not even looked at.
        self._tokens.drop(self._access)
        return self._with_token(method, path, body, query)

    def _with_token(self, method, path, body, query):
        response = self._send(
            method,
            ROOT_PATH + path,
            json=body,
            params=query,
            headers={"Authorization": f"Bearer {self._token()}"},
        )
        return _read(response)

    def _token(self) -> str:
        known = self._tokens.get(self._access)
        if known:
            return known
        access = self._access
        data = {
            "grant_type": "client_credentials",
            "scope": SCOPE,
            "client_id": access.client_id,
            "client_secret": access.secret,
        }
        try:
            answer = _read(self._send("POST", TOKEN_PATH, data=data))
        except Denied:
            raise
        except Failed as failed:
            if isinstance(failed, Refused):
                raise Denied(failed.code, failed.status) from None
            raise Unsent("NO_TOKEN", failed.status) from None
        if not isinstance(answer, dict) or not answer.get("access_token"):
            raise Unsent("NO_TOKEN")
        token = str(answer["access_token"])
        self._tokens.keep(access, token, _seconds_of(answer))
        return token

    def _send(self, method, path, **more):
        try:
            return self._session.request(
                method,
                self._access.base_url + path,
                timeout=self._seconds,
                allow_redirects=False,
                stream=True,
                **more,
            )
        except requests.RequestException:
            # Its text holds the address and may hold more: it goes no further.
            raise Lost("NO_ANSWER") from None


def _seconds_of(answer: dict) -> float:
    try:
        return float(answer.get("expires_in", 0))
    except (TypeError, ValueError):
        return 0.0


def _read(response: requests.Response):
    """The JSON of a good answer, or the refusal that it is."""
    try:
        content = response.raw.read(LARGEST_ANSWER + 1, decode_content=True)
    except Exception:  # noqa: BLE001  # urllib3 and ssl have their own families
        raise Lost("ANSWER_CUT") from None
    finally:
        response.close()
    status = response.status_code
    answer = None
    if len(content) <= LARGEST_ANSWER:
        try:
            answer = json.loads(content)
        except ValueError:
            answer = None
    expected = response.headers.get("Content-Length", "")
    if expected.isdigit() and int(expected) > len(content):
        raise Lost("ANSWER_CUT", status)
    if status == requests.codes.ok and answer is not None:
        return answer
    code = code_of(answer) or f"HTTP_{status}"
    if status in (requests.codes.unauthorized, requests.codes.forbidden):
        raise Denied(code, status)
    if status in _CLIENT_ERRORS and status not in _UNDECIDED:
        raise Refused(code, status)
    raise Lost(code, status)


def code_of(answer) -> str:
    """The code of an error answer, when it is one: letters, never a sentence.

    The messages beside it quote what was sent; they are left where they are.
    """
    if isinstance(answer, list):
        answer = answer[0] if answer else None
    if not isinstance(answer, dict):
        return ""
    code = str(answer.get("code") or answer.get("error") or "").upper()
    return code if _CODE.match(code) else ""
