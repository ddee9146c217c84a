import functools
import hashlib
import json
from pathlib import Path

from markupsafe import Markup

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.json import scriptsafe

from odoo.addons.oe_base.calc.errors import CalcError

from ..calc import sent as reading

FOLDER = Path(__file__).parents[1] / "static" / "src" / "week"
ICONS = "/oe_missions/static/src/week"
# In this order: each uses what stands before it.
SHARED = ("store.js", "send.js")
PAGE = (*SHARED, "clock.js", "draw.js", "cards.js", "page.js")
MOST_RECORDS = 20
MOST_BYTES = 4_000_000
NEVER = ("Cache-Control", "no-store")


@functools.cache
def _files(names, _stamp):
    return "\n".join((FOLDER / name).read_text() for name in names)


def _source(*names):
    """The text of own files, read again when one of them changed."""
    stamp = tuple((FOLDER / name).stat().st_mtime_ns for name in names)
    return _files(names, stamp)


def _version():
    """Changes with any file of the page: a phone then takes the new page."""
    everything = _source("page.css", *PAGE, "worker.js")
    template = Path(__file__).parents[1] / "views" / "week_templates.xml"
    return hashlib.sha256(everything.encode() + template.read_bytes()).hexdigest()[:12]


class Week(http.Controller):
    """The ES's week on a phone, off line too: a page of its own, without the site.

    The page itself is public and holds nothing personal: a phone without network
    shows it from its cache and fills it from its own store. Visits come apart, as
    data, to whoever is logged in; records go back one by one. No ``website=True``:
    the address is one, whatever the language.
    """

    def _week_person(self):
        """The ES who is logged in, or an empty record."""
        user = request.env.user
        if not user.has_group("oe_base.group_oe_entrepreneur"):
            return request.env["oe.entrepreneur"].sudo().browse()
        return user._oe_entrepreneur()

    def _week_json(self, values, status=200):
        headers = [("Content-Type", "application/json"), NEVER]
        return request.make_response(json.dumps(values), headers, status=status)

    def _week_page(self, first):
        env = request.env
        values = {
            "css": Markup(_source("page.css")),
            "js": Markup(_source(*PAGE)),
            "version": _version(),
            "icons": ICONS,
            "lang": (env.lang or "fr_FR")[:2],
            "words": Markup(scriptsafe.dumps(env["oe.portal"]._week_words())),
            "first": Markup(scriptsafe.dumps(first)),
            "reasons": env["oe.intervention"]
            ._fields["not_signed_reason"]
            ._description_selection(env),
        }
        page = env["ir.qweb"]._render("oe_missions.week_page", values)
        headers = [("Content-Type", "text/html; charset=utf-8"), NEVER]
        return request.make_response(f"<!DOCTYPE html>\n{page}", headers)

    @http.route("/my/oe/week", type="http", auth="public", methods=["GET"])
    def oe_week(self, **kwargs):
        """The page, with the visits of whoever is logged in: one answer, one wait."""
        person = self._week_person()
        return self._week_page(self._week_data(person) if person else None)

    @http.route("/my/oe/week/shell", type="http", auth="public", methods=["GET"])
    def oe_week_shell(self, **kwargs):
        """The same page without anything personal, for the cache of the phone."""
        return self._week_page(None)

    @http.route("/my/oe/week/worker.js", type="http", auth="public", methods=["GET"])
    def oe_week_worker(self, **kwargs):
        """The service worker; its text changes with the version of the page."""
        constants = f'const VERSION = "{_version()}";\nconst ICONS = "{ICONS}";\n'
        return request.make_response(
            constants + _source(*SHARED, "worker.js"),
            [
                ("Content-Type", "text/javascript; charset=utf-8"),
                ("Service-Worker-Allowed", "/my/oe"),
                ("Cache-Control", "no-cache"),
            ],
        )

    @http.route(
        "/my/oe/week/manifest.webmanifest", type="http", auth="public", methods=["GET"]
    )
    def oe_week_manifest(self, **kwargs):
        """What a phone needs to put the week on its home screen."""
        icons = [
            {
                "src": f"{ICONS}/icon-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in (192, 512)
            for purpose in ("any", "maskable")
        ]
        manifest = {
            "id": "/my/oe/week",
            "name": request.env._("Oui Ensemble: my week"),
            "short_name": request.env._("My week"),
            "lang": "fr",
            "start_url": "/my/oe/week",
            "scope": "/my/oe",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#0b6b62",
            "icons": icons,
        }
        headers = [("Content-Type", "application/manifest+json")]
        return request.make_response(json.dumps(manifest), headers)

    def _week_who(self):
        user = request.env.user
        return {"key": str(user.id), "name": user.name}

    def _week_data(self, person):
        env = request.env
        asides_sudo = env["oe.visit.draft"].sudo()._week_asides(person)
        return {
            "user": self._week_who(),
            "version": _version(),
            "visits": [
                visit._week_values() for visit in env["oe.intervention"]._week_visits()
            ],
            "asides": [draft._week_values() for draft in asides_sudo],
        }

    @http.route("/my/oe/week/data", type="http", auth="public", methods=["GET"])
    def oe_week_data(self, **kwargs):
        """Visits of the week and records set aside, of whoever is logged in."""
        person = self._week_person()
        if not person:
            return self._week_json({"user": None}, status=401)
        return self._week_json(self._week_data(person))

    @http.route("/my/oe/week/token", type="http", auth="public", methods=["GET"])
    def oe_week_token(self, **kwargs):
        """Who is logged in, and a fresh token: a page kept for days has an old one."""
        if not self._week_person():
            return self._week_json({"user": None}, status=401)
        values = {"user": self._week_who(), "token": request.csrf_token()}
        return self._week_json(values)

    def _week_posted(self):
        """The ES and the JSON object of a post, or the answer that refuses it.

        The token comes in a header of its own: JSON has no form fields. A page of
        another site can set neither that header nor this content type.
        """
        person = self._week_person()
        if not person:
            return None, self._week_json({"error": "login"}, status=401)
        sent = request.httprequest
        if not request.validate_csrf(sent.headers.get("X-CSRF-Token")):
            return None, self._week_json({"error": "token"}, status=403)
        if sent.mimetype != "application/json":
            return None, self._week_json({"error": "type"}, status=415)
        if not sent.content_length or sent.content_length > MOST_BYTES:
            return None, self._week_json({"error": "size"}, status=413)
        try:
            body = json.loads(sent.get_data())
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            return None, self._week_json({"error": "json"}, status=400)
        return person, body

    @http.route(
        "/my/oe/week/send", type="http", auth="public", methods=["POST"], csrf=False
    )
    def oe_week_send(self, **kwargs):
        """Records of a phone: each is answered, a refused one stops no other."""
        person, body = self._week_posted()
        if not person:
            return body
        records = body.get("records")
        if not isinstance(records, list) or len(records) > MOST_RECORDS:
            return self._week_json({"error": "records"}, status=400)
        results = request.env["oe.intervention"]._week_take(person, records)
        return self._week_json({"user": self._week_who(), "results": results})

    @http.route(
        "/my/oe/week/choose", type="http", auth="public", methods=["POST"], csrf=False
    )
    def oe_week_choose(self, **kwargs):
        """What the ES does with a record set aside: keep the office's, or ask."""
        person, body = self._week_posted()
        if not person:
            return body
        try:
            ref = reading.identifier(body.get("ref"))
            message = reading.text(body.get("message"), "note", reading.NOTE)
            if body.get("choice") not in ("keep", "ask"):
                raise reading.BadSent(field="choice")
            drafts_sudo = request.env["oe.visit.draft"].sudo()
            drafts_sudo._choose(person, ref, body["choice"], message)
        except CalcError:
            return self._week_json({"error": "json"}, status=400)
        except UserError as refusal:
            return self._week_json({"message": str(refusal)})
        return self._week_json({"message": ""})
