from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.tools import lock_rows

from ..calc import certificate as calc_certificate


class SapCertificate(models.Model):
    """The yearly tax certificate of a household, by the date it really paid.

    Frozen when it is issued; a change of figures makes a new version.
    """

    _name = "oe.sap.certificate"
    _description = "Tax certificate of home services"
    _inherit = ["oe.closed.mixin", "oe.retention.mixin"]
    _order = "year desc, company_id, partner_id, version desc"
    _check_company_auto = True

    _closed_states = ("issued",)
    _open_fields = frozenset()
    _sealed_fields = ("name", "year", "version", "paid", "cesu", "cash", "content")
    _retention_code = "sap_certificate"
    _retention_date_field = "issued_on"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Taxpayer", required=True, index=True, ondelete="restrict"
    )
    year = fields.Integer(required=True, aggregator=None)
    version = fields.Integer(required=True, default=1, aggregator=None)
    state = fields.Selection(
        [("issued", "Issued")], required=True, default="issued", readonly=True
    )
    issued_on = fields.Date(required=True, readonly=True)
    paid = fields.Monetary("Paid in the year", readonly=True)
    cesu = fields.Monetary("Of which CESU", readonly=True)
    cash = fields.Monetary(
        "Paid in cash, left out", readonly=True, help="Cash never counts."
    )
    content = fields.Json(readonly=True)
    pdf = fields.Binary("Certificate", attachment=True, readonly=True)
    pdf_name = fields.Char(compute="_compute_pdf_name")
    line_ids = fields.One2many("oe.sap.certificate.line", "certificate_id", "Lines")

    _version_unique = models.UniqueIndex(
        "(company_id, partner_id, year, version)",
        "This version of the certificate exists already.",
    )

    @api.depends("year", "version")
    def _compute_pdf_name(self):
        for certificate in self:
            # No name of a person in a file name.
            certificate.pdf_name = (
                f"attestation-{certificate.year}-v{certificate.version}.pdf"
            )

    @api.depends("partner_id", "year", "version")
    def _compute_display_name(self):
        for certificate in self:
            certificate.display_name = (
                f"{certificate.partner_id.name or ''} {certificate.year} "
                f"v{certificate.version}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        # A household gives it to the tax office: only what was paid makes one.
        if not self.env.su:
            raise UserError(self.env._("Certificates are issued by their run only."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term, the whole certificate goes
        self._refuse_closed()

    @api.model
    def _run(self, company, year, partners=None):
        """Issue what can be issued; run again, only changed figures make a version.

        :param partners: only these taxpayers (all by default)
        :return: (certificates issued now, dict taxpayer → reason)
        """
        self.check_access("create")
        if not self.env.su and company not in self.env.companies:
            raise AccessError(self.env._("This company is not one of yours."))
        reasons, prepared = {}, []
        latest = self._latest(company, year, partners)
        frame = self._frame(company, year)
        issues = self._issues(company, year, partners)
        for partner, issue in issues.items():
            if issue.refusals:
                reasons[partner] = "; ".join(
                    self.env["oe.sap.explain"]._certificate(refused, company)
                    for refused in issue.refusals
                )
                continue
            known = latest.get(partner.id, self.browse())
            values = self._prepare(frame, partner, issue.certificate, known)
            if known.content != values["content"]:
                prepared.append(values)
        issued = self._issue(company, prepared)
        self.env["oe.sap.certificate.missing"]._note(company, year, issues, reasons)
        return issued, reasons

    @api.model
    def _frame(self, company, year):
        """What all certificates of a year share: issuer, and names of activities."""
        issuer = self._issuer(company, year)
        activities = self.env["oe.sap.activity"].search([("code", "!=", False)])
        return {
            "company": company,
            "declaration": [issuer.declaration_number, str(issuer.declared_on)],
            "names": {row.code: row.display_name for row in activities},
        }

    def _issue(self, company, prepared):
        for values in prepared:
            values["pdf"] = self._make_pdf(company, values)
        # One at a time: each seal holds the one before, whatever issued it.
        lock_rows(company.sudo())
        previous = self.sudo().search(
            [("company_id", "=", company.id)], order="id desc", limit=1
        )
        # Nobody writes one by hand; who may run was checked.
        issued_sudo = self.sudo().create(prepared)
        for certificate_sudo in issued_sudo:
            certificate_sudo._seal(previous)
            previous = certificate_sudo
        return issued_sudo.with_env(self.env)

    @api.model
    def _latest(self, company, year, partners=None):
        """Last version per taxpayer id."""
        wanted = [("company_id", "=", company.id), ("year", "=", year)]
        if partners is not None:
            wanted.append(("partner_id", "in", partners.ids))
        rows = self.search(wanted, order="version")
        return {row.partner_id.id: row for row in rows}

    @api.model
    def _prepare(self, frame, partner, figures, known):
        company, content = frame["company"], self._content(frame, figures)
        version = known.version + 1
        return {
            "name": f"{figures.year}-{partner.id}-{version}",
            "company_id": company.id,
            "partner_id": partner.id,
            "year": figures.year,
            "version": version,
            "issued_on": fields.Date.context_today(self),
            "paid": figures.paid_cents / 100,
            "cesu": figures.cesu_cents / 100,
            "cash": figures.cash_cents / 100,
            "content": content,
            "line_ids": [
                (0, 0, {"name": name, "amount": cents / 100})
                for name, cents in content["amounts"]
            ],
        }

    @api.model
    def _content(self, frame, figures):
        """The frozen figures and visits, as plain JSON."""
        names = frame["names"]
        return {
            "declaration": frame["declaration"],
            "paid": figures.paid_cents,
            "cesu": figures.cesu_cents,
            "cash": figures.cash_cents,
            "amounts": [
                [names[item.activity_code], item.paid_cents] for item in figures.amounts
            ],
            "visits": [
                [str(visit.day), visit.worker, visit.register_number, visit.minutes]
                for visit in figures.visits
            ],
            "workers": [
                [who.worker, who.register_number, who.visits, who.minutes]
                for who in figures.workers
            ],
        }

    @api.model
    def _readable(self, user):
        """Latest certificates a portal person may have: own, or by a mandate."""
        principals = (
            self.env["oe.mandate"].sudo()._principals(user.partner_id, "certificates")
        )
        # Portal users have no right on certificates: these are all they may see.
        rows_sudo = self.sudo().search(
            [
                ("partner_id", "in", (user.partner_id | principals).ids),
                ("company_id", "in", user.company_ids.ids),
            ],
            order="year desc, version desc",
        )
        latest = {}
        for row_sudo in rows_sudo:
            key = (row_sudo.company_id, row_sudo.partner_id, row_sudo.year)
            latest.setdefault(key, row_sudo)
        return self.sudo().union(*latest.values())

    def action_renew(self):
        """Compute again; a new version when what was paid has changed.

        :raises UserError: when nothing changed
        """
        self.ensure_one()
        issued, reasons = self._run(self.company_id, self.year, self.partner_id)
        if not issued:
            raise UserError(
                reasons.get(self.partner_id)
                or self.env._("Nothing has changed: this version stays the last one.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": issued.id,
            "views": [(False, "form")],
        }

    @api.model
    def _due_on(self, year):
        return calc_certificate.due_on(year)


class SapCertificateLine(models.Model):
    """What was paid for one activity, on a certificate."""

    _name = "oe.sap.certificate.line"
    _description = "Activity on a tax certificate"
    _order = "name, id"

    certificate_id = fields.Many2one(
        "oe.sap.certificate", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="certificate_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char("Activity", required=True, readonly=True)
    amount = fields.Monetary("Paid", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            lines.certificate_id._refuse_closed()
        return lines

    def write(self, vals):
        self.certificate_id._refuse_closed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.certificate_id._unlink_except_closed()
