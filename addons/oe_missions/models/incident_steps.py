from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from odoo.addons.oe_base.tools import lock_rows

from .incident import KINDS, QUALITY

SECRET = {"description", "notes", "outcome", "reported_by", "named_ids"}


class Incident(models.Model):
    """The way of a report: acknowledged, under way, closed; and who read it."""

    _inherit = "oe.incident"

    def _step(self, allowed, **values):
        if not self.env.user.has_group(QUALITY):
            raise AccessError(self.env._("The people in charge of quality do this."))
        self.check_access("write")
        lock_rows(self.sudo())
        for incident in self:
            if incident.state not in allowed:
                raise UserError(
                    self.env._(
                        "%(name)s stands elsewhere: read it again.", name=incident.name
                    )
                )
        self.sudo().write(values)

    def action_acknowledge(self):
        """Say that the report was read."""
        self._step(
            ("received",), state="acknowledged", acknowledged_on=fields.Datetime.now()
        )

    def action_run(self):
        """Begin to look into it."""
        self._step(("acknowledged",), state="running")

    def action_close(self):
        """Close the file; what was done is written first."""
        for incident in self:
            if not (incident.outcome or "").strip():
                raise UserError(self.env._("Write first what was done."))
        self._step(
            ("acknowledged", "running"),
            state="closed",
            closed_on=fields.Date.context_today(self),
        )

    def action_reopen(self):
        """Open a closed file again."""
        self._step(("closed",), state="running", closed_on=False)

    def _read_format(self, fnames, load="_classic_read"):
        """Whoever opens a file is written down in the log of readings.

        Here, for lists that are searched and read at once do not go through ``read``.
        """
        rows = super()._read_format(fnames, load)
        if not self.env.su and SECRET & set(fnames or SECRET):
            self._log_reading()
        return rows

    def export_data(self, fields_to_export):
        """Nor does a file that is exported."""
        rows = super().export_data(fields_to_export)
        self._log_reading()
        return rows

    def _log_reading(self):
        """Noted on the company: the log is read by managers, who must not learn from
        it whom a report is about."""
        self.env["oe.read.log"].sudo().create(
            [
                {
                    "user_id": self.env.uid,
                    "partner_id": incident.company_id.partner_id.id,
                    "company_id": incident.company_id.id,
                    "screen": incident.name,
                }
                for incident in self.sudo()
            ]
        )

    @api.model
    def _mine(self, user):
        """What a portal person reported, unless named in it since."""
        partner = user.partner_id
        return self.sudo().search(
            [
                ("portal_partner_id", "=", partner.id),
                ("named_ids", "not in", partner.ids),
            ],
            order="received_on desc",
            limit=20,
        )

    def _portal_values(self):
        """State and own words, never the notes of the file."""
        self.ensure_one()
        incident_sudo = self.sudo()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "number": incident_sudo.name,
            "kind": kinds[incident_sudo.kind],
            "state": states[incident_sudo.state],
            "closed": incident_sudo.state == "closed",
            "sent_on": format_date(self.env, incident_sudo.received_on),
            "due_on": incident_sudo.due_on
            and format_date(self.env, incident_sudo.due_on),
            "text": incident_sudo.description,
        }


class IncidentTransmission(models.Model):
    """To whom a report was handed on, and when."""

    _name = "oe.incident.transmission"
    _description = "Report handed on"
    _order = "date desc, id desc"
    _rec_name = "receiver"

    incident_id = fields.Many2one(
        "oe.incident", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="incident_id.company_id", store=True, index=True
    )
    receiver = fields.Selection(
        [
            ("prosecutor", "Procureur de la République"),
            ("crip", "CRIP (children in danger)"),
            ("ars", "ARS"),
            ("department", "Département"),
            ("police", "Police, gendarmerie"),
            ("labour", "Labour inspection"),
            ("other", "Other"),
        ],
        "Transmitted to",
        required=True,
    )
    date = fields.Date(
        "Transmitted on", required=True, default=fields.Date.context_today
    )
    reference = fields.Char("Their reference")


class IncidentReport(models.Model):
    """Reports counted without names: kind, month, company, state, delay."""

    _name = "oe.incident.report"
    _description = "Reports counted without names"
    _auto = False
    _order = "month desc, kind"
    _rec_name = "kind"
    _depends = {
        "oe.incident": [
            *("kind", "company_id", "state", "received_on", "acknowledged_on"),
            *("closed_on", "due_on"),
        ],
    }

    kind = fields.Selection(KINDS, readonly=True)
    month = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    state = fields.Selection(
        [
            ("received", "Arrived"),
            ("acknowledged", "Acknowledged"),
            ("running", "Under way"),
            ("closed", "Settled"),
        ],
        readonly=True,
    )
    reports = fields.Integer("Incident reports", readonly=True, aggregator="sum")
    late = fields.Integer("Of which late", readonly=True, aggregator="sum")
    days_acknowledge = fields.Float(
        "Days to acknowledge", readonly=True, aggregator="avg", digits=(8, 1)
    )
    days_close = fields.Float(
        "Days to close", readonly=True, aggregator="avg", digits=(8, 1)
    )

    @property
    def _table_query(self):
        # One row of the view is one group: an identifier never leads back to a file.
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY min(id)) AS id,
                   kind, company_id, state,
                   date_trunc('month', received_on)::date AS month,
                   count(*) AS reports,
                   count(*) FILTER (WHERE due_on < CURRENT_DATE) AS late,
                   avg(EXTRACT(EPOCH FROM acknowledged_on - received_on) / 86400)
                       AS days_acknowledge,
                   avg(closed_on - received_on::date) AS days_close
              FROM oe_incident
          GROUP BY kind, company_id, state, date_trunc('month', received_on)
            """
        )
