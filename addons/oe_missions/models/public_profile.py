import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.oe_base.tools import lock_rows

from ..calc import public

# Without letters and digits that one takes for others.
TOKEN = "bcdfghjkmnpqrstvwxyz23456789"
TOKEN_LENGTH = 8


class PublicProfile(models.Model):
    """What an ES shows of oneself to everybody, published by the ES alone.

    A model of its own: nothing of the person's file gets out by a field forgotten.
    Nobody has write access; pages and buttons call one private method after their
    checks, so the office cannot publish somebody, nor change the words.
    """

    _name = "oe.public.profile"
    _description = "Public profile"
    _inherit = ["mail.thread", "oe.retention.mixin"]
    _order = "shown_name, id"
    _rec_name = "shown_name"

    _retention_code = "public_profile"
    _retention_date_field = "withdrawn_on"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    company_ids = fields.Many2many(related="entrepreneur_id.company_ids")
    slug = fields.Char("Address", required=True, readonly=True, copy=False)
    is_published = fields.Boolean("Published", tracking=True, copy=False)
    is_suspended = fields.Boolean("Suspended", tracking=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Not published"),
            ("published", "Published"),
            ("suspended", "Suspended"),
        ],
        compute="_compute_state",
        store=True,
    )
    consented_on = fields.Datetime("Consent given on", readonly=True, copy=False)
    withdrawn_on = fields.Datetime(readonly=True, copy=False)
    suspended_on = fields.Datetime(readonly=True, copy=False)
    suspended_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    suspended_reason = fields.Char("Reason, told to the person", readonly=True)
    name_kind = fields.Selection(
        [
            ("initial", "First name and initial"),
            ("first", "First name alone"),
            ("full", "First name and family name"),
        ],
        "Name shown",
        required=True,
        default="initial",
    )
    shown_name = fields.Char(compute="_compute_shown_name", store=True)
    job = fields.Char("What I do", help="In a few words, without contact data.")
    text = fields.Text("In my words")
    photo = fields.Image(max_width=512, max_height=512)
    has_photo = fields.Boolean(compute="_compute_has_photo", store=True)
    commune_id = fields.Many2one(
        "oe.commune",
        index="btree_not_null",
        help="Only the commune is shown, never an address.",
    )
    competence_ids = fields.Many2many(
        "hr.skill", string="Competences shown", help="Shown while validated."
    )
    service_ids = fields.Many2many("product.product", string="Services shown")
    shows_languages = fields.Boolean("Languages shown")
    shows_opinions = fields.Boolean("Opinions of clients shown")
    need_count = fields.Integer(
        "Needs received",
        compute="_compute_need_count",
        groups="oe_base.group_oe_advisor",
    )

    _person_once = models.UniqueIndex(
        "(entrepreneur_id)", "This person has a public profile already."
    )
    _slug_once = models.UniqueIndex("(slug)", "This address is taken.")

    @api.depends("is_published", "is_suspended")
    def _compute_state(self):
        for profile in self:
            if profile.is_suspended:
                profile.state = "suspended"
            else:
                profile.state = "published" if profile.is_published else "draft"

    @api.depends("entrepreneur_id.name", "name_kind")
    def _compute_shown_name(self):
        for profile in self:
            name = profile.entrepreneur_id.name or ""
            profile.shown_name = public.shown_name(name, profile.name_kind)

    @api.depends("photo")
    def _compute_has_photo(self):
        for profile in self:
            profile.has_photo = bool(profile.photo)

    def _compute_need_count(self):
        # A number only: not every advisor may read needs.
        leads_sudo = self.env["crm.lead"].sudo()
        groups = leads_sudo._read_group(
            [("oe_profile_id", "in", self.ids)], ["oe_profile_id"], ["__count"]
        )
        counts = {profile.id: count for profile, count in groups}
        for profile in self:
            profile.need_count = counts.get(profile.id, 0)

    @api.constrains("job", "text")
    def _check_words(self):
        kinds = {
            "email": self.env._("an e-mail address"),
            "site": self.env._("the address of a site"),
            "phone": self.env._("a phone number"),
        }
        for profile in self:
            if len(profile.text or "") > public.TEXT_LIMIT:
                raise ValidationError(
                    self.env._(
                        "The text holds %(limit)s characters at most.",
                        limit=public.TEXT_LIMIT,
                    )
                )
            found = public.contact_in(f"{profile.job or ''}\n{profile.text or ''}")
            if found:
                raise ValidationError(
                    self.env._(
                        "Take out %(what)s: people write to you through the form of "
                        "your page, and the coordinator passes it on.",
                        what=kinds[found],
                    )
                )

    # -- the person's own steps -----------------------------------------------------

    @api.model
    def _of(self, person):
        """The profile of a person, made on the first visit of the page."""
        lock_rows(person.sudo())
        profiles_sudo = self.sudo()
        found = profiles_sudo.search([("entrepreneur_id", "=", person.id)])
        if found:
            return found
        token = "".join(secrets.choice(TOKEN) for _place in range(TOKEN_LENGTH))
        return profiles_sudo.create(
            {
                "entrepreneur_id": person.id,
                "slug": public.slug(person.sudo().name or "", token),
                "commune_id": person.sudo().partner_id.oe_commune_id.id,
            }
        )

    def _assert_of(self, user):
        """Consent is the person's own: no manager gives it, no colleague.

        :raises AccessError: for anybody else
        """
        self.ensure_one()
        if self.entrepreneur_id.partner_id != user.partner_id:
            raise AccessError(self.env._("Only the person publishes the own profile."))

    def _publish(self, user, consent):
        """Show the profile to everybody, by consent of this moment.

        :raises UserError: without consent, or naming what is missing
        """
        self._assert_of(user)
        lock_rows(self)
        if not consent:
            raise UserError(self.env._("Tick that everybody may read your profile."))
        missing = [label for label, value in self._needed() if not value]
        if missing:
            raise UserError(
                self.env._(
                    "Before you publish, write: %(what)s.", what=", ".join(missing)
                )
            )
        if not self.is_published:
            self.write(
                {
                    "is_published": True,
                    "consented_on": fields.Datetime.now(),
                    "withdrawn_on": False,
                }
            )

    def _needed(self):
        return (
            (self.env._("what you do"), (self.job or "").strip()),
            (self.env._("your commune"), self.commune_id),
            (self.env._("one service at least"), self.service_ids),
        )

    def _withdraw(self, user):
        """Take the profile off at once."""
        self._assert_of(user)
        lock_rows(self)
        if self.is_published:
            self.write({"is_published": False, "withdrawn_on": fields.Datetime.now()})

    # -- moderation -----------------------------------------------------------------

    def _assert_manager(self):
        self.check_access("read")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager decides on public profiles."))

    def _suspend(self, reason):
        """Take profiles off until a manager lifts it; the person reads why.

        :raises UserError: without a reason
        """
        self._assert_manager()
        reason = (reason or "").strip()[:300]
        if not reason:
            raise UserError(self.env._("Write the reason, the person reads it."))
        profiles_sudo = self.sudo()
        lock_rows(profiles_sudo)
        profiles_sudo.filtered(lambda row: not row.is_suspended).write(
            {
                "is_suspended": True,
                "suspended_on": fields.Datetime.now(),
                "suspended_by_id": self.env.uid,
                "suspended_reason": reason,
            }
        )

    def action_lift(self):
        """Lift a suspension: what the person published is shown again."""
        self._assert_manager()
        profiles_sudo = self.sudo()
        lock_rows(profiles_sudo)
        profiles_sudo.write(
            {
                "is_suspended": False,
                "suspended_on": False,
                "suspended_by_id": False,
                "suspended_reason": False,
            }
        )

    def action_needs(self):
        """Open the needs that came through the profile."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_missions.oe_need_action"
        )
        action["domain"] = [("oe_profile_id", "=", self.id)]
        return action

    @api.model
    def _retention_domain(self, limit):
        """Withdrawn for a while, or of somebody who left for that long."""
        gone = (
            "entrepreneur_id.affiliation_ids",
            "not any",
            ["|", ("date_end", "=", False), ("date_end", ">=", limit)],
        )
        kept = [("is_published", "=", False), ("withdrawn_on", "<", limit)]
        return ["|", "&", *kept, "&", ("create_date", "<", limit), gone]
