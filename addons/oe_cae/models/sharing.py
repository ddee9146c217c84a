import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

TERMS = ("nature", "clients", "brand", "assets", "leaving")


class Sharing(models.Model):
    """Prior agreement of several ES on one activity (C. trav. R.7331-6).

    It says how what the activity earns is split between them from a day on; the key of
    a day is that of the last agreement started. Everybody signs on the portal, then a
    manager; or all on paper. Signed, it is sealed: a new key is a new agreement.
    """

    _name = "oe.cae.sharing"
    _description = "Agreement on a shared activity"
    _inherit = ["oe.cae.countersigned.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    _sealed_fields = (
        *("activity_id", "date_start", *TERMS, "signed_on"),
        *("manager_signed_on", "manager_signed_by_id"),
    )

    activity_id = fields.Many2one(
        "oe.activity",
        "Shared activity",
        required=True,
        index=True,
        ondelete="restrict",
        help="The activity of one of them; its account serves them all.",
    )
    account_id = fields.Many2one(
        related="activity_id.account_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="activity_id.company_id", store=True, index=True, precompute=True
    )
    date_start = fields.Date(
        "In force from",
        required=True,
        help="Not before everybody has signed: the law wants a prior agreement.",
    )
    part_ids = fields.One2many("oe.cae.sharing.part", "sharing_id", "Parts")
    nature = fields.Text("What the activity is")
    clients = fields.Text("Whose the clients are")
    brand = fields.Text("Name and marks")
    assets = fields.Text("Shared equipment and rights")
    leaving = fields.Text("When somebody leaves")
    # The one whose signature is waited for, as the shared buttons name it.
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", "Waits for", compute="_compute_entrepreneur"
    )

    _one_start = models.UniqueIndex(
        "(account_id, date_start) WHERE state = 'signed'",
        "An agreement on this activity starts that day already.",
    )

    @api.depends("part_ids.es_signed_on")
    def _compute_entrepreneur(self):
        for sharing in self:
            waiting = sharing.part_ids.filtered(lambda part: not part.es_signed_on)
            sharing.entrepreneur_id = waiting[:1].entrepreneur_id

    @api.depends("activity_id", "date_start")
    def _compute_display_name(self):
        for sharing in self:
            sharing.display_name = self.env._(
                "%(activity)s, shared from %(day)s",
                activity=sharing.activity_id.name or "",
                day=format_date(self.env, sharing.date_start),
            )

    @api.constrains("part_ids", "activity_id")
    def _check_parts(self):
        for sharing in self:
            people = sharing.part_ids.entrepreneur_id
            if people and sharing.activity_id.entrepreneur_id not in people:
                raise ValidationError(
                    self.env._(
                        "%(name)s works on this activity and has to be in the "
                        "agreement, with a part of 0 if need be.",
                        name=sharing.activity_id.entrepreneur_id.name,
                    )
                )

    def _missing_terms(self):
        missing = super()._missing_terms()
        missing += [
            self._fields[name]._description_string(self.env)
            for name in TERMS
            if not (self[name] or "").strip()
        ]
        if len(self.part_ids) < 2 or not sum(self.part_ids.mapped("weight")):
            missing.append(self.env._("The parts of two persons at least"))
        return missing

    def _check_may_send(self):
        self._check_parts()  # a part may have been taken out since
        for sharing in self:
            self.env["oe.period"]._assert_open(sharing.company_id, sharing.date_start)
        return super()._check_may_send()

    # -- signing -------------------------------------------------------------------

    @api.model
    def _shown_to(self, partner, waiting=False):
        domain = [("part_ids.entrepreneur_id.partner_id", "=", partner.id)]
        states = ("to_sign",) if waiting else ("to_sign", "signed")
        # No access row for portal users: only agreements of this person go out.
        found_sudo = self.sudo().search([*domain, ("state", "in", states)])
        if waiting:
            found_sudo = found_sudo.filtered(
                lambda row: not row._part_of(partner).es_signed_on
            )
        return found_sudo

    def _part_of(self, partner):
        self.ensure_one()
        return self.part_ids.filtered(
            lambda part: part.entrepreneur_id.partner_id == partner
        )

    def _sign_es(self, partner, name, image):
        """One of them signs; the last one calls the manager.

        :raises UserError: with what to do instead
        """
        self.ensure_one()
        self._lock()
        part = self._part_of(partner)
        if not part:
            raise UserError(self.env._("Nobody signs for another person."))
        if part.es_signed_on:
            raise UserError(self.env._("You have signed this document already."))
        if self.state != "to_sign":
            raise UserError(self.env._("This document does not wait for a signature."))
        self._check_drawing(name, image)
        now = fields.Datetime.now()
        part._set_signing(
            {
                "es_signed_on": now,
                "es_signed_name": name.strip()[:64],
                "es_signature": image,
                "es_signature_hash": hashlib.sha256(image.encode()).hexdigest(),
            }
        )
        if all(self.part_ids.mapped("es_signed_on")):
            self._set_signing({"es_signed_on": now})
            self._after_es_signature()

    def action_reopen(self):
        result = super().action_reopen()
        self.part_ids._set_signing(
            dict.fromkeys(
                ("es_signed_on", "es_signed_name", "es_signature", "es_signature_hash"),
                False,
            )
        )
        return result

    def _before_finish(self):
        result = super()._before_finish()
        self._check_may_send()
        day = self.paper_date if not self.es_signed_on else self.es_signed_on.date()
        if day > self.date_start:
            raise UserError(
                self.env._(
                    "Signed on %(signed)s, after its start on %(start)s: the agreement "
                    "comes first (R.7331-6). Take it back and let it start later.",
                    signed=format_date(self.env, day),
                    start=format_date(self.env, self.date_start),
                )
            )
        return result

    def _after_finish(self):
        result = super()._after_finish()
        self._open_activities()
        return result

    def _open_activities(self):
        """Everybody sells under an activity of their own, all on the one account."""
        here = self.env["oe.activity"].search([("account_id", "=", self.account_id.id)])
        self.env["oe.activity"].create(
            [
                {
                    "name": self.activity_id.name,
                    "entrepreneur_id": person.id,
                    "company_id": self.company_id.id,
                    "account_id": self.account_id.id,
                    "pole_id": self.activity_id.pole_id.id,
                }
                for person in self.part_ids.entrepreneur_id - here.entrepreneur_id
            ]
        )

    def _sealed_before(self):
        self.ensure_one()
        return self.search(
            [
                ("account_id", "=", self.account_id.id),
                ("seal", "!=", False),
                ("id", "!=", self.id),
            ],
            order="signed_on desc, id desc",
            limit=1,
        )

    def _seal_payload(self):
        rows = [
            f"{part.entrepreneur_id.id} {part.weight:.2f} {part.es_signed_on or ''} "
            f"{part.es_signed_name or ''} {part.es_signature_hash or ''}"
            for part in self.part_ids.sorted("id")
        ]
        return "\n".join([super()._seal_payload(), *rows])
