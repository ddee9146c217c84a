from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.oe_base.controllers.forms import photo_of
from odoo.addons.oe_base.controllers.portal import OePortal

from ..calc.public import TEXT_LIMIT
from ..models.public_page import JOB_LIMIT

TYPED = ("name_kind", "job", "text", "place")


class ProfilePages(OePortal):
    """The ES's own page: what everybody may read, and since when."""

    def _oe_profile(self):
        """The profile of the ES logged in; staff has none, and publishes nobody's."""
        person_sudo = request.env.user._oe_entrepreneur()
        if not person_sudo or not request.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            raise NotFound()
        # Portal users have no write access: each step checks whose it is.
        return request.env["oe.public.profile"]._of(person_sudo)

    @http.route("/my/oe/profile", type="http", auth="user", website=True)
    def oe_profile(self, **kwargs):
        """Edit, see, publish, withdraw."""
        return self._oe_show_profile()

    def _oe_show_profile(self, error=None, given=None):
        profile_sudo = self._oe_profile()
        return self._oe_render(
            "oe_missions.portal_profile",
            "me",
            profile={**profile_sudo._form(), **(given or {})},
            asked=request.env["crm.lead"]._oe_asked_for(profile_sudo.entrepreneur_id),
            limits={"text": TEXT_LIMIT, "job": JOB_LIMIT},
            oe_error=error,
        )

    @http.route(
        "/my/oe/profile/save", type="http", auth="user", methods=["POST"], website=True
    )
    def oe_profile_save(self, photo=None, **form):
        """Keep what was written; what is refused stays in the form."""
        profile_sudo = self._oe_profile()
        lists = request.httprequest.form
        given = {name: form.get(name) or "" for name in TYPED}
        flags = {
            name: bool(form.get(name)) for name in ("shows_languages", "shows_opinions")
        }
        try:
            with request.env.cr.savepoint():
                values = {**given, **flags, "photo": self._oe_face(photo, form)}
                for name in ("skills", "services"):
                    sent = lists.getlist(name)
                    values[name] = {int(row) for row in sent if row.isdecimal()}
                profile_sudo._save(request.env.user, values)
        except (UserError, ValidationError) as refusal:
            # What was ticked is shown as it was ticked.
            kept = self._oe_ticked(profile_sudo, lists)
            return self._oe_show_profile(str(refusal), {**given, **flags, **kept})
        return self._oe_say("/my/oe/profile", request.env._("Your profile is kept."))

    def _oe_ticked(self, profile_sudo, lists):
        shown = profile_sudo._form()
        return {
            name: [
                (row_id, label, str(row_id) in lists.getlist(name))
                for row_id, label, _kept in shown[name]
            ]
            for name in ("skills", "services")
        }

    def _oe_face(self, photo, form):
        if getattr(photo, "filename", ""):
            return photo_of(photo)[0]
        return False if form.get("no_photo") else None

    @http.route(
        "/my/oe/profile/publish",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_profile_publish(self, consent=None, **kwargs):
        """Show it to everybody: by the person's own consent, dated."""
        profile_sudo = self._oe_profile()
        try:
            with request.env.cr.savepoint():
                profile_sudo._publish(request.env.user, bool(consent))
        except UserError as refusal:
            return self._oe_show_profile(str(refusal))
        return self._oe_say(
            "/my/oe/profile", request.env._("Published: everybody can read it now.")
        )

    @http.route(
        "/my/oe/profile/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_profile_withdraw(self, **kwargs):
        """Take it off, at once."""
        self._oe_profile()._withdraw(request.env.user)
        return self._oe_say(
            "/my/oe/profile", request.env._("Taken off: nobody reads it any more.")
        )

    @http.route("/my/oe/profile/preview", type="http", auth="user", website=True)
    def oe_profile_preview(self, **kwargs):
        """The page as others see it, published or not."""
        return request.render(
            "oe_missions.public_profile",
            {
                "profile": self._oe_profile()._page(),
                "photo": "/my/oe/profile/photo",
                "preview": True,
                "canonical": None,
                "description": "",
            },
        )

    @http.route("/my/oe/profile/photo", type="http", auth="user")
    def oe_profile_photo(self, **kwargs):
        """The own photo, published or not."""
        return self._oe_face_of(self._oe_profile())

    def _oe_face_of(self, profile_sudo):
        if not profile_sudo.has_photo:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(profile_sudo, "photo")
        # Taken off at once means that nobody keeps it.
        answer = stream.get_response(
            content_security_policy="default-src 'none'", max_age=0
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
