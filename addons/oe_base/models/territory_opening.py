import re

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..departments import DEPARTMENTS

KINDS = [
    ("cae_sap", "CAE declared for home services"),
    ("cae_general", "CAE, general services"),
    ("association", "Association"),
]
TITLES = {
    "cae_sap": "CAE SAMAD %s",
    "cae_general": "CAE MSG %s",
    "association": "Oui Ensemble %s",
}


class Territory(models.Model):
    """Opening the companies of a territory; every step is kept when it is there."""

    _inherit = "oe.territory"

    @api.model
    def _open_company(self, code, name, date_opening, kind, title, managers=None):
        """Open a company in a department, with its books; can be run again.

        :param str kind: a kind of the network (``res.company.oe_kind``)
        :param managers: users who work in it from the first day on
        :return: the company
        """
        territory = self._ensure(code, name, date_opening)
        # Opening a company touches settings only an administrator may write; callers
        # check that a network manager asks.
        companies_sudo = self.env["res.company"].sudo()
        here = [("oe_territory_id", "=", territory.id), ("oe_kind", "=", kind)]
        company = companies_sudo.search([*here, ("name", "=", title)], limit=1)
        company = company or companies_sudo.search(here, limit=1)
        if not company:
            company = companies_sudo.create(
                {
                    "name": title,
                    "oe_kind": kind,
                    "oe_territory_id": territory.id,
                    "country_id": self.env.ref("base.fr").id,
                    "currency_id": self.env.ref("base.EUR").id,
                }
            )
            company.partner_id.lang = "fr_FR"
        missing = (
            (managers or self.env["res.users"])
            .sudo()
            .filtered(lambda user: company not in user.company_ids)
        )
        missing.company_ids = [Command.link(company.id)]
        company._oe_open_books()
        company._oe_after_opening(territory.date_opening or date_opening)
        return company

    @api.model
    def _ensure(self, code, name, date_opening):
        """The territory of a department, made when it is missing.

        :raises UserError: for what is no French department
        """
        code = (code or "").strip().upper()
        if code not in DEPARTMENTS:
            raise UserError(
                self.env._(
                    "%(code)s is no French department: write its number, for example "
                    "44.",
                    code=code,
                )
            )
        found = self.search([("code", "=", code)])
        return found or self.create(
            {
                "code": code,
                "name": name or DEPARTMENTS[code],
                "date_opening": date_opening,
            }
        )


class TerritoryOpening(models.Model):
    """Several territories opened in the background: one company, one commit.

    Killed, it goes on where it was; a company that fails says why and waits for its
    button, the others go on.
    """

    _name = "oe.territory.opening"
    _description = "Opening of territories"
    _order = "id desc"
    _oe_shared = "work of the network managers, before the companies exist"

    name = fields.Char("Departments", required=True, help="For example: 22, 29, 35.")
    date_opening = fields.Date(
        "Opened on", required=True, default=fields.Date.context_today
    )
    with_sap = fields.Boolean("CAE declared for home services", default=True)
    with_general = fields.Boolean("CAE, general services", default=True)
    with_association = fields.Boolean("Association")
    manager_ids = fields.Many2many(
        "res.users",
        string="Who works there",
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
        help="They get the new companies beside their own.",
    )
    line_ids = fields.One2many("oe.territory.opening.line", "opening_id", "Companies")
    total = fields.Integer(compute="_compute_progress")
    done = fields.Integer("Opened", compute="_compute_progress")
    failed = fields.Integer(compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="Percent.")
    started = fields.Boolean(readonly=True, copy=False)

    @api.depends("line_ids.state")
    def _compute_progress(self):
        for opening in self:
            states = opening.line_ids.mapped("state")
            opening.total = len(states)
            opening.done = states.count("done")
            opening.failed = states.count("failed")
            opening.progress = 100 * opening.done / len(states) if states else 0

    def action_list(self):
        """Propose the companies, with their names; written ones are kept."""
        self.check_access("write")
        for opening in self:
            opening._check_not_started()
            kinds = [
                kind
                for kind, wanted in (
                    ("cae_sap", opening.with_sap),
                    ("cae_general", opening.with_general),
                    ("association", opening.with_association),
                )
                if wanted
            ]
            known = {(line.code, line.kind) for line in opening.line_ids}
            opening.line_ids = [
                Command.create(
                    {
                        "code": code,
                        "kind": kind,
                        "name": TITLES[kind] % DEPARTMENTS[code],
                    }
                )
                for code in opening._codes()
                for kind in kinds
                if (code, kind) not in known
            ]
        return True

    def _codes(self):
        """Numbers of the departments written.

        :raises UserError: for what is no French department
        """
        self.ensure_one()
        codes = [code.upper() for code in re.split(r"[\s,;]+", self.name.strip())]
        codes = [code.zfill(2) for code in codes if code]
        wrong = [code for code in codes if code not in DEPARTMENTS]
        if wrong or not codes:
            raise UserError(
                self.env._(
                    "No French department: %(codes)s. Write numbers, for example 22, "
                    "29, 35.",
                    codes=", ".join(wrong) or "—",
                )
            )
        return list(dict.fromkeys(codes))

    def _check_not_started(self):
        if any(opening.started for opening in self):
            raise UserError(self.env._("This opening has begun: its list stays."))

    def action_start(self):
        """Begin in the background; pressed again it changes nothing."""
        self.check_access("write")
        for opening in self:
            if not opening.line_ids:
                opening.action_list()
            opening.started = True
        self.line_ids._go_on()
        return True

    def action_retry(self):
        """Try again what failed."""
        self.check_access("write")
        failed = self.line_ids.filtered(lambda line: line.state == "failed")
        failed.sudo().write({"state": "waiting", "reason": False})
        failed._go_on()
        return True

    def action_refresh(self):
        """Look again: the page is read anew."""
        self.check_access("read")
        return True

    def write(self, vals):
        if "started" not in vals:
            self._check_not_started()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_not_started()
