from odoo import api, fields, models
from odoo.exceptions import UserError

from .program import NATURES


class TrainingCertificate(models.Model):
    """Certificat de réalisation: what one trainee really did in a session."""

    _name = "oe.training.certificate"
    _description = "Certificate of completion"
    _inherit = ["oe.closed.mixin", "oe.retention.mixin"]
    _order = "issued_on desc, id desc"
    _check_company_auto = True

    _closed_states = ("issued",)
    _open_fields = frozenset()
    _sealed_fields = ("title", "nature", "minutes", "date_start", "date_end", "version")
    _retention_code = "training_attendance"
    _retention_date_field = "issued_on"

    event_id = fields.Many2one(
        "event.event", "Session", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Trainee", required=True, index=True, ondelete="restrict"
    )
    version = fields.Integer(required=True, default=1, aggregator=None)
    state = fields.Selection(
        [("issued", "Issued")], required=True, default="issued", readonly=True
    )
    title = fields.Char(required=True, readonly=True)
    nature = fields.Selection(NATURES, required=True, readonly=True)
    employer = fields.Char(readonly=True)
    signatory = fields.Char(required=True, readonly=True)
    date_start = fields.Date("First day", required=True, readonly=True)
    date_end = fields.Date("Last day", required=True, readonly=True)
    minutes = fields.Integer("Realised, minutes", required=True, readonly=True)
    place = fields.Char(required=True, readonly=True)
    slot_seal = fields.Char(
        "Seal of the last half-day", readonly=True, help="Printed on the sheet."
    )
    issued_on = fields.Date(required=True, readonly=True)
    pdf = fields.Binary("Certificate", attachment=True, readonly=True)
    pdf_name = fields.Char(compute="_compute_pdf_name")

    _version_unique = models.UniqueIndex(
        "(event_id, partner_id, version)", "This version exists already."
    )

    @api.depends("partner_id", "title", "version")
    def _compute_display_name(self):
        for certificate in self:
            certificate.display_name = (
                f"{certificate.partner_id.name or ''}, {certificate.title or ''}"
            )

    @api.depends("version", "event_id")
    def _compute_pdf_name(self):
        for certificate in self:
            # No name of a person in a file name.
            certificate.pdf_name = (
                f"certificat-{certificate.event_id.id}-v{certificate.version}.pdf"
            )

    @api.model_create_multi
    def create(self, vals_list):
        # It certifies hours that were signed: nobody types one.
        if not self.env.su:
            raise UserError(
                self.env._("Certificates are issued from the session only.")
            )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term, the whole certificate goes
        self._refuse_closed()

    @api.model
    def _issue_session(self, event):
        """Issue what is missing or has changed for a session.

        :raises UserError: before sealing, or naming the fields still missing
        """
        self.check_access("create")
        event.check_access("write")
        event.oe_slot_ids.check_access("read")  # of one's own company
        self._check_session(event)
        known = {}
        for row in event.oe_certificate_ids.sorted("version"):
            known[row.partner_id.id] = row
        prepared = []
        for total in event._oe_total().by_trainee:
            before = known.get(total.trainee, self.browse())
            if total.minutes and before.minutes != total.minutes:
                prepared.append(self._prepare(event, total, before))
        if not prepared and not known:
            raise UserError(
                self.env._("No trainee has realised hours: nothing to certify.")
            )
        # Nobody writes one by hand; who may issue was checked.
        issued_sudo = self.sudo().create(prepared)
        for certificate_sudo in issued_sudo:
            certificate_sudo._seal(self.browse())
        return issued_sudo.with_env(self.env)

    @api.model
    def _check_session(self, event):
        unsealed = event.oe_slot_ids.filtered(lambda slot: slot.state != "sealed")
        if not event.oe_slot_ids or unsealed:
            raise UserError(
                self.env._(
                    "Certificates come after sealing: seal every half-day of the "
                    "session first."
                )
            )
        company = event.oe_slot_ids.company_id[:1].sudo()
        missing = []
        if not event.oe_program_id:
            missing.append(self.env._("the programme of the session"))
        if not company.oe_training_representative:
            missing.append(self.env._("the representative of the organisation"))
        if not company.city:
            missing.append(self.env._("the town of the company"))
        if missing:
            raise UserError(
                self.env._(
                    "The certificate still lacks: %(what)s.", what=", ".join(missing)
                )
            )

    @api.model
    def _prepare(self, event, total, before):
        slots = event.oe_slot_ids.sorted("start")
        company = slots.company_id[:1]
        partner = self.env["res.partner"].browse(total.trainee)
        values = {
            "event_id": event.id,
            "company_id": company.id,
            "partner_id": partner.id,
            "version": before.version + 1,
            "title": event.oe_program_id.name,
            "nature": event.oe_program_id.nature,
            "employer": partner.sudo().parent_id.name or False,
            "signatory": company.sudo().oe_training_representative,
            "place": company.sudo().city,
            "date_start": company._oe_wall(slots[:1].start).date(),
            "date_end": company._oe_wall(slots[-1:].end).date(),
            "minutes": total.minutes,
            "slot_seal": slots[-1:].seal,
            "issued_on": fields.Date.context_today(self),
        }
        return {**values, "pdf": self._make_pdf(company, partner, values)}
