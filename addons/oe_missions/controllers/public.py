import secrets

from werkzeug.exceptions import NotFound
from werkzeug.urls import url_encode

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.public_directory import KM, PAGE
from .profile import ProfilePages

ROOT = "/entrepreneurs"
TYPED = ("name", "phone", "email", "place", "service", "words", "start", "when")
# Filled in by machines only: people do not see it.
TRAP = "website"
LAST_PAGE = 500


class PublicPages(ProfilePages):
    """What everybody reads without an account: directory, profiles, a form.

    The public user has no right on any model: all runs past the rules, through the
    one domain of what its person published.
    """

    def _oe_number_in(self, text, known):
        """A number of the address if it is one of the choices, else none."""
        return int(text) if (text or "").isdecimal() and int(text) in known else None

    @http.route(ROOT, type="http", auth="public", website=True, sitemap=True)
    def oe_directory(self, place="", **asked):
        """Published profiles, by service, competence and distance."""
        profiles = request.env["oe.public.profile"]
        choices = profiles._directory_choices()
        wanted = {
            name: self._oe_number_in(asked.get(name), dict(choices[name]))
            for name in ("service", "skill")
        }
        wanted["km"] = self._oe_number_in(asked.get("km"), KM) or 20
        place = place.strip()[:80]
        commune_sudo = request.env["oe.commune"]._typed(place) if place else None
        page = self._oe_number_in(asked.get("page"), range(1, LAST_PAGE)) or 1
        found = profiles._directory(**wanted, place=commune_sudo, page=page)
        filters = {name: value for name, value in wanted.items() if value}
        if place:
            filters["place"] = place
        else:
            filters.pop("km")
        return request.render(
            "oe_missions.public_directory",
            {
                **found,
                "choices": choices,
                "wanted": wanted,
                "kms": KM,
                "place": place,
                "commune": commune_sudo and commune_sudo.name,
                "unknown": bool(place) and not commune_sudo,
                "page": page,
                "first": (page - 1) * PAGE + 1,
                "link": lambda number: (
                    f"{ROOT}?{url_encode({**filters, 'page': number})}"
                ),
                "filtered": bool(filters) or page > 1,
                "canonical": self._oe_address(),
                "description": request.env._(
                    "Entrepreneurs of a cooperative near you: what they do, where, at "
                    "what price. Find somebody and ask."
                ),
            },
        )

    def _oe_address(self, *parts):
        base = request.env["ir.config_parameter"].sudo().get_param("web.base.url")
        return "/".join((f"{base}{ROOT}", *parts))

    def _oe_open(self, slug):
        profile_sudo = request.env["oe.public.profile"]._open(slug)
        if not profile_sudo:
            raise NotFound()
        return profile_sudo

    @http.route(
        f"{ROOT}/<string:slug>", type="http", auth="public", website=True, sitemap=False
    )
    def oe_public_profile(self, slug, **kwargs):
        """One profile; withdrawn, there is none."""
        page = self._oe_open(slug)._page()
        return request.render(
            "oe_missions.public_profile",
            {
                "profile": page,
                "photo": f"{ROOT}/{slug}/photo",
                "preview": False,
                "canonical": self._oe_address(slug),
                "description": ", ".join(
                    part for part in (page["job"], page["place"]) if part
                ),
            },
        )

    @http.route(f"{ROOT}/<string:slug>/photo", type="http", auth="public")
    def oe_public_photo(self, slug, **kwargs):
        """The photo of a published profile."""
        return self._oe_face_of(self._oe_open(slug))

    @http.route(
        f"{ROOT}/<string:slug>/contact",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def oe_contact(self, slug, service=None, **kwargs):
        """The form to ask for somebody; after it was sent, what happens next."""
        profile_sudo = self._oe_open(slug)
        if request.session.pop("oe_contact_sent", None) == slug:
            return request.render(
                "oe_missions.public_contact_sent", {"name": profile_sudo.shown_name}
            )
        return self._oe_show_contact(profile_sudo, {"service": service or ""})

    def _oe_show_contact(self, profile_sudo, given, error=None):
        page = profile_sudo._page()
        return request.render(
            "oe_missions.public_contact",
            {
                "profile": page,
                "given": given,
                # One form, one request: however often it is sent.
                "sent_ref": given.get("sent_ref") or secrets.token_hex(16),
                "trap": TRAP,
                "oe_error": error,
            },
        )

    @http.route(
        f"{ROOT}/<string:slug>/contact",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def oe_contact_send(self, slug, **form):
        """Ask for somebody: the request goes to the coordinator first."""
        profile_sudo = self._oe_open(slug)
        given = {name: form.get(name) or "" for name in (*TYPED, "consent", "sent_ref")}
        senders = {
            "session": request.session.sid,
            "address": request.httprequest.remote_addr or "",
        }
        try:
            with request.env.cr.savepoint():
                if not form.get(TRAP):
                    request.env["crm.lead"]._oe_contact(profile_sudo, given, senders)
        except UserError as refusal:
            return self._oe_show_contact(profile_sudo, given, str(refusal))
        request.session["oe_contact_sent"] = slug
        return request.redirect(f"{ROOT}/{slug}/contact")
