import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date


class EthicsCode(models.Model):
    """A version of the code of ethics, from a day on; signed, it changes no more."""

    _name = "oe.ethics.code"
    _description = "Code of ethics"
    _inherit = ["oe.dated.mixin"]
    _oe_shared = "one code for the whole network"

    name = fields.Char("Version", required=True)
    text = fields.Html(required=True)
    signature_ids = fields.One2many("oe.ethics.signature", "code_id", "Signatures")
    signature_count = fields.Integer(compute="_compute_signature_count")

    _start_unique = models.UniqueIndex(
        "(date_start)", "A version starts that day already."
    )

    def _compute_signature_count(self):
        groups = self.env["oe.ethics.signature"]._read_group(
            [("code_id", "in", self.ids)], ["code_id"], ["__count"]
        )
        counts = {code: count for code, count in groups}
        for code in self:
            code.signature_count = counts.get(code, 0)

    @api.model
    def _current(self):
        """The version in force today, empty before the first one."""
        return self.sudo()._at(fields.Date.context_today(self))

    def _is_signed(self):
        return bool(
            self.env["oe.ethics.signature"]
            .sudo()
            .search_count([("code_id", "in", self.ids)], limit=1)
        )

    def write(self, vals):
        if {"text", "date_start", "name"} & set(vals) and self._is_signed():
            raise UserError(
                self.env._(
                    "People signed this version: write a new one that starts later."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if self._is_signed():
            raise UserError(self.env._("People signed this version: it stays."))

    def _signature_of(self, partner):
        """The signature of a person under this version, or an empty one."""
        self.ensure_one()
        return (
            self.env["oe.ethics.signature"]
            .sudo()
            .search(
                [("code_id", "=", self.id), ("partner_id", "=", partner.id)], limit=1
            )
        )

    def _sign(self, user, name, drawing):
        """A person signs the version in force; sent twice it is signed once.

        :param user: who signs, with the own login
        :param str name: as typed
        :param drawing: base64 of the drawing
        :raises UserError: without name or drawing, or for a version of the past
        """
        self.ensure_one()
        name = (name or "").strip()[:64]
        if not name or not drawing:
            raise UserError(self.env._("Write your name and sign in the frame."))
        if self != self._current():
            raise UserError(
                self.env._("This version is no longer in force: read the new one.")
            )
        # The row of the code is held, so that a second sending finds the first one.
        self.env.cr.execute(
            SQL("SELECT id FROM oe_ethics_code WHERE id = %s FOR UPDATE", self.id)
        )
        known = self._signature_of(user.partner_id)
        if known:
            return known
        person = user._oe_entrepreneur()
        company = person.affiliation_ids.company_id[:1] or user.company_id
        return (
            self.env["oe.ethics.signature"]
            .sudo()
            .create(
                {
                    "code_id": self.id,
                    "partner_id": user.partner_id.id,
                    "company_id": company.id,
                    "signed_by": name,
                    "signature": drawing,
                    "text_hash": hashlib.sha256((self.text or "").encode()).hexdigest(),
                }
            )
        )

    def _page(self, partner):
        """Plain values for the page of a person."""
        self.ensure_one()
        code_sudo, mine_sudo = self.sudo(), self._signature_of(partner)
        return {
            "id": code_sudo.id,
            "name": code_sudo.name,
            "text": code_sudo.text,
            "since": format_date(self.env, code_sudo.date_start),
            "signed_on": mine_sudo and format_date(self.env, mine_sudo.signed_on),
            "signed_by": mine_sudo.signed_by or "",
        }

    def action_sign(self):
        """Open the frame in which staff signs for itself."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "oe.ethics.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_code_id": self.id},
        }

    def action_unsigned(self):
        """Open the list of who has not signed the version in force."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "oe_missions.oe_ethics_missing_action"
        )


class EthicsSignature(models.Model):
    """A person who signed a version, and the mark of the very text that was read."""

    _name = "oe.ethics.signature"
    _description = "Signature of the code of ethics"
    _order = "signed_on desc, id desc"
    _rec_name = "partner_id"

    code_id = fields.Many2one(
        "oe.ethics.code", "Version", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    signed_on = fields.Datetime(required=True, default=fields.Datetime.now)
    signed_by = fields.Char(required=True)
    signature = fields.Binary(attachment=True, required=True)
    text_hash = fields.Char("Mark of the text (SHA-256)", required=True)

    _once = models.UniqueIndex(
        "(code_id, partner_id)", "This person signed this version already."
    )


class ResCompany(models.Model):
    _inherit = "res.company"

    oe_ethics_blocks = fields.Boolean(
        "Unsigned code of ethics blocks proposals",
        help="Otherwise the list of candidates and proposals only warns.",
    )


class EthicsSigned(models.AbstractModel):
    """A warning beside whoever has not signed, for lists of people."""

    _name = "oe.ethics.mixin"
    _description = "Person who signs the code of ethics"

    ethics_warning = fields.Char("To know", compute="_compute_ethics_warning")

    def _compute_ethics_warning(self):
        code = self.env["oe.ethics.code"]._current()
        people = self.sudo().entrepreneur_id.partner_id
        signed = set()
        if code:
            signatures = self.env["oe.ethics.signature"].sudo()
            signed = set(
                signatures.search(
                    [("code_id", "=", code.id), ("partner_id", "in", people.ids)]
                ).partner_id.ids
            )
        for record in self:
            missing = code and record.sudo().entrepreneur_id.partner_id.id not in signed
            record.ethics_warning = missing and self.env._("code of ethics not signed")


class MissionCandidate(models.Model):
    _name = "oe.mission.candidate"
    _inherit = ["oe.mission.candidate", "oe.ethics.mixin"]


class MissionProposal(models.Model):
    _name = "oe.mission.proposal"
    _inherit = ["oe.mission.proposal", "oe.ethics.mixin"]


class Mission(models.Model):
    _inherit = "oe.mission"

    def _match_blocks(self):
        """Where the company wants it: whoever has not signed the version in force."""
        return [
            *super()._match_blocks(),
            SQL(
                """
                SELECT mission.id, person.id, 'mission.ethics', code.name
                  FROM oe_mission mission
                  JOIN res_company company ON company.id = mission.company_id
                 CROSS JOIN (
                         SELECT id, name FROM oe_ethics_code
                          WHERE date_start <= %(today)s
                       ORDER BY date_start DESC, id DESC
                          LIMIT 1
                       ) code
                 CROSS JOIN oe_entrepreneur person
                 WHERE mission.id = ANY(%(missions)s) AND company.oe_ethics_blocks
                   AND NOT EXISTS (
                       SELECT 1 FROM oe_ethics_signature signature
                        WHERE signature.code_id = code.id
                          AND signature.partner_id = person.partner_id
                       )
                """,
                missions=list(self.ids),
                today=self._match_today(),
            ),
        ]

    def _refusal_sentences(self, item):
        return {
            **super()._refusal_sentences(item),
            "mission.ethics": lambda: self.env._(
                "the code of ethics “%(name)s” is not signed yet",
                name=item.get("detail"),
            ),
        }
