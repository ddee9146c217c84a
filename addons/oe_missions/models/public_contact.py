import re

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import email_normalize, format_date, html2plaintext, plaintext2html

from odoo.addons.oe_base.tools import lock_rows

PHONE = re.compile(r"^\+?[\d .\-/()]{9,20}$")


class HomeParameter(models.Model):
    _inherit = "oe.home.parameter"

    contacts_profile = fields.Integer(
        "Requests a day for one profile", required=True, default=10
    )
    contacts_session = fields.Integer(
        "Requests a day from one browser", required=True, default=3
    )
    contacts_address = fields.Integer(
        "Requests a day from one address",
        required=True,
        default=20,
        help="A town hall or a care home sends all its requests from one address.",
    )

    _contacts_positive = models.Constraint(
        "CHECK (contacts_profile > 0 AND contacts_session > 0 "
        "AND contacts_address > 0)",
        "At least one request a day is received.",
    )


class CrmLead(models.Model):
    """A need that came through the page of an ES: asked for, not given to."""

    _inherit = "crm.lead"

    oe_profile_id = fields.Many2one(
        "oe.public.profile",
        "Came through the profile of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="oe_base.group_oe_advisor",
    )
    oe_passed_on = fields.Datetime(
        "Contact passed on",
        readonly=True,
        copy=False,
        groups="oe_base.group_oe_advisor",
        help="Since then the entrepreneur asked for reads name, phone and words.",
    )

    _oe_contact_once = models.UniqueIndex(
        "(oe_profile_id, oe_sent_ref) WHERE oe_profile_id IS NOT NULL "
        "AND oe_sent_ref IS NOT NULL",
        "This request was sent already.",
    )

    @api.model
    def _oe_contact(self, profile, form, senders):
        """Take the form of a profile in as a need; sent twice it is one.

        :param profile: an open ``oe.public.profile``, past the rules
        :param dict form: texts as typed
        :param dict senders: ``session`` and ``address`` of who sends
        :raises UserError: naming what is missing, or above the limits of the day
        """
        leads_sudo = self.sudo()
        lock_rows(profile)
        ref = (form.get("sent_ref") or "")[:64] or None
        known = leads_sudo.search(
            [("oe_profile_id", "=", profile.id), ("oe_sent_ref", "=", ref or "-")]
        )
        if known:
            return known
        values = self._oe_read_contact(profile, form)
        limits = self.env["oe.home.parameter"]._on(fields.Date.context_today(self))
        counter = self.env["oe.contact.counter"].sudo()
        counter._take("session", senders["session"], limits.contacts_session)
        counter._take("address", senders["address"], limits.contacts_address)
        counter._take("profile", profile.id, limits.contacts_profile)
        return leads_sudo.with_context(mail_create_nosubscribe=True).create(
            {**values, "oe_sent_ref": ref}
        )

    def _oe_read_contact(self, profile, form):
        def typed(name, limit):
            return (form.get(name) or "").strip()[:limit]

        name, phone = typed("name", 80), typed("phone", 20)
        mail = email_normalize(typed("email", 120)) or ""
        commune = self.env["oe.commune"]._typed(typed("place", 80))
        words = typed("words", 1000)
        service = profile.service_ids.filtered(
            lambda row: str(row.id) == form.get("service")
        )
        if not form.get("consent"):
            raise UserError(self.env._("Tick that we may use what you write."))
        if not name:
            raise UserError(self.env._("Write your name."))
        if typed("email", 120) and not mail:
            raise UserError(self.env._("This e-mail address cannot be read."))
        if phone and not PHONE.match(phone):
            raise UserError(self.env._("This phone number cannot be read."))
        if not (phone or mail):
            raise UserError(self.env._("Write a phone number or an e-mail address."))
        if not commune:
            raise UserError(self.env._("Write your commune or its postal code."))
        if not (service or words):
            raise UserError(self.env._("Choose a service, or write what you need."))
        territories_sudo = self.env["oe.territory"].sudo()
        territory = territories_sudo.search([("code", "=", commune.department)])
        return {
            "name": self.env._("Request through %(name)s", name=profile.shown_name),
            "type": "opportunity",
            "company_id": False,
            "user_id": False,
            "contact_name": name,
            "phone": phone,
            "email_from": mail,
            "zip": commune.postal_code,
            "city": commune.name,
            "country_id": self.env.ref("base.fr").id,
            "description": self._oe_contact_words(words, typed("when", 120)),
            "oe_profile_id": profile.id,
            "oe_chosen_ids": [(6, 0, profile.entrepreneur_id.ids)],
            "oe_territory_id": (
                territory[:1] or profile.entrepreneur_id.territory_id
            ).id,
            "oe_date_start": self._oe_contact_day(form.get("start")),
            "oe_need_line_ids": [(0, 0, {"product_id": row.id}) for row in service],
        }

    def _oe_contact_words(self, words, when):
        lines = [words]
        if when:
            lines.append(self.env._("When: %(when)s", when=when))
        return plaintext2html("\n".join(line for line in lines if line))

    def _oe_contact_day(self, text):
        try:
            day = fields.Date.to_date((text or "")[:10] or False)
        except ValueError:
            raise UserError(self.env._("Write the day.")) from None
        if day and day < fields.Date.context_today(self):
            raise UserError(self.env._("Write a day ahead."))
        return day or False

    def _oe_assert_received(self):
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_advisor"):
            raise AccessError(self.env._("The coordinator passes requests on."))

    def action_oe_pass_on(self):
        """Give the contact to the entrepreneur asked for, who reads it on the phone."""
        self._oe_assert_received()
        need_sudo = self.sudo()
        if not need_sudo.oe_profile_id:
            raise ValidationError(
                self.env._("This need did not come through a public profile.")
            )
        if not need_sudo.oe_passed_on:
            need_sudo.oe_passed_on = fields.Datetime.now()

    def action_oe_beneficiary(self):
        """Make the client's file from what was typed, or find the one there is."""
        self._oe_assert_received()
        if not self.oe_beneficiary_id:
            partner = (
                self.partner_id
                or self._find_matching_partner()
                or self._create_customer()
            )
            self.write({"partner_id": partner.id, "oe_beneficiary_id": partner.id})

    @api.model
    def _oe_asked_for(self, person):
        """Requests through a person's page: the contact once it was passed on only."""
        needs_sudo = self.sudo().search(
            [("oe_profile_id.entrepreneur_id", "=", person.id)],
            order="create_date desc, id desc",
            limit=20,
        )
        return [
            {
                "day": format_date(self.env, need.create_date),
                "place": need.city or "",
                "services": ", ".join(need.oe_need_line_ids.product_id.mapped("name")),
                "passed_on": bool(need.oe_passed_on),
                **(need._oe_contact_values() if need.oe_passed_on else {}),
            }
            for need in needs_sudo
        ]

    def _oe_contact_values(self):
        return {
            "name": self.contact_name or "",
            "phone": self.phone or "",
            "email": self.email_from or "",
            "words": html2plaintext(self.description or "").strip(),
        }

    @api.autovacuum
    def _gc_oe_contacts(self):
        """Requests that came to nothing, after their term."""
        rules = self.env["oe.retention.class"].sudo()
        rule = rules.search([("code", "=", "public_contact")], limit=1)
        if not rule:
            return
        limit = fields.Datetime.now() - relativedelta(months=rule.months)
        needs_sudo = self.sudo().with_context(active_test=False)
        needs_sudo.search(
            [
                ("oe_profile_id", "!=", False),
                ("create_date", "<", limit),
                ("order_ids", "=", False),
                ("oe_works_ids", "=", False),
            ]
        ).unlink()
