import datetime
import re
import unicodedata

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.working_days import add_working_days
from odoo.addons.oe_base.tools import lock_rows

KINDS = [
    ("mistreatment", "Mistreatment"),
    ("conflict", "Conflict of interest"),
    ("drift", "Drift in practice"),
    ("complaint", "Complaint"),
    ("accident", "Accident"),
    ("other", "Other"),
]
# Written by the steps only, never typed nor sent by a remote call.
STEPS = frozenset(
    {
        *("name", "state", "received_on", "acknowledged_on", "closed_on"),
        *("acknowledge_by", "close_by", "reporter_id", "portal_partner_id"),
        *("channel", "sent_ref"),
    }
)
QUALITY = "oe_missions.group_oe_quality"


def folded(text):
    """The words of a text without accents or case."""
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode()
    return set(re.findall(r"[a-z]{3,}", plain.lower()))


class Incident(models.Model):
    """Something that went wrong, told to the people in charge and to nobody else.

    No chatter, no name in a mail, never readable by a person named in it. Who reports
    without wanting to be known stays unknown to those in charge: only the reporter's
    own page finds the file again.
    """

    _name = "oe.incident"
    _description = "Report of an incident"
    _inherit = ["oe.retention.mixin"]
    _order = "due_on, id"
    _check_company_auto = True

    _retention_code = "incident"
    _retention_date_field = "closed_on"

    name = fields.Char("Number", required=True, default="/", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KINDS, required=True)
    description = fields.Text("What happened", required=True)
    happened_on = fields.Date()
    client_id = fields.Many2one(
        "res.partner",
        "Person to protect",
        index="btree_not_null",
        ondelete="set null",
    )
    named_ids = fields.Many2many(
        "res.partner",
        "oe_incident_named_rel",
        "incident_id",
        "partner_id",
        "People named",
        help="They never read this file, even those in charge.",
    )
    reporter_id = fields.Many2one(
        "res.partner", "Reported by", readonly=True, index="btree_not_null"
    )
    reported_by = fields.Char(
        "Reported by, as told", help="By phone, by letter, by a third party."
    )
    is_anonymous = fields.Boolean("Wishes to stay unknown")
    portal_partner_id = fields.Many2one(
        "res.partner",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
        help="Finds the reporter's own page; read by no screen.",
    )
    channel = fields.Selection(
        [
            ("portal", "Portal"),
            ("phone", "Phone"),
            ("letter", "Letter"),
            ("other", "Other"),
        ],
        "How it came",
        required=True,
        default="phone",
    )
    state = fields.Selection(
        [
            ("received", "Arrived"),
            ("acknowledged", "Acknowledged"),
            ("running", "Under way"),
            ("closed", "Settled"),
        ],
        required=True,
        default="received",
        readonly=True,
        copy=False,
        index=True,
    )
    received_on = fields.Datetime(
        "Arrived on",
        required=True,
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
    )
    acknowledged_on = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    acknowledge_by = fields.Date("Acknowledge before", readonly=True, copy=False)
    close_by = fields.Date("Close before", readonly=True, copy=False)
    due_on = fields.Date("Next deadline", compute="_compute_due_on", store=True)
    notes = fields.Text("Notes of those in charge")
    outcome = fields.Text("What was done")
    transmission_ids = fields.One2many(
        "oe.incident.transmission", "incident_id", "Transmitted"
    )
    sent_ref = fields.Char(readonly=True, copy=False)

    _sent_once = models.UniqueIndex(
        "(sent_ref) WHERE sent_ref IS NOT NULL", "This report was sent already."
    )

    @api.depends("state", "acknowledge_by", "close_by")
    def _compute_due_on(self):
        for incident in self:
            incident.due_on = {
                "received": incident.acknowledge_by,
                "closed": False,
            }.get(incident.state, incident.close_by)

    @api.model_create_multi
    def create(self, vals_list):
        today = fields.Date.context_today(self)
        parameter = self.env["oe.quality.parameter"]._on(today)
        for vals in vals_list:
            if not self.env.su:
                for name in STEPS - {"channel"}:
                    vals.pop(name, None)
                vals["state"] = "received"
                vals["received_on"] = fields.Datetime.now()
            vals["name"] = (
                self.env["ir.sequence"].sudo().next_by_code("oe.incident") or "/"
            )
            vals["acknowledge_by"] = add_working_days(today, parameter.acknowledge_days)
            vals["close_by"] = today + datetime.timedelta(days=parameter.close_days)
        incidents = super().create(vals_list)
        incidents.sudo()._name_by_text()
        incidents.sudo()._tell_people_in_charge()
        return incidents

    def write(self, vals):
        if STEPS & set(vals) and not self.env.su:
            raise UserError(
                self.env._("Use the buttons: each step notes its day and its author.")
            )
        result = super().write(vals)
        if {"description", "reported_by"} & set(vals):
            self.sudo()._name_by_text()
        return result

    def _people_in_charge(self):
        """Users who may read reports of the company, named or not."""
        self.ensure_one()
        group = self.env.ref(QUALITY)
        return group.sudo().all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )

    def _name_by_text(self):
        """Somebody in charge whose name stands in the text is taken as named.

        Between the arrival of a report and its first reading nobody chooses who is
        named: to leave one reader out too many does less harm than one too few.
        """
        for incident in self:
            words = folded(f"{incident.description} {incident.reported_by or ''}")
            # Who writes down what was told by phone knows what stands there.
            for user in incident._people_in_charge() - self.env.user:
                parts = folded(user.name)
                if parts and parts & words:
                    incident.named_ids |= user.partner_id

    def _tell_people_in_charge(self):
        """A mail that says that there is something to read, and no more."""
        for incident in self:
            readers = incident._people_in_charge().partner_id - incident.named_ids
            subject = self.env._("A report waits to be read")
            body = self.env._(
                "A report waits for you in Oui Ensemble, menu Missions, Quality. "
                "Nothing of it goes by mail."
            )
            if not readers:
                readers = incident._heads() - incident.named_ids
                body = self.env._(
                    "A report came in and nobody in charge may read it: put somebody "
                    "in charge of quality, in the settings of users."
                )
            readers._oe_mail(subject, body, incident.company_id)

    def _heads(self):
        group = self.env.ref("oe_base.group_oe_network_manager")
        return (
            group.sudo()
            .all_user_ids.filtered(
                lambda user: user.active and self.company_id in user.company_ids
            )
            .partner_id
        )

    @api.model
    def _report(self, user, values, wants_unknown=False):
        """A report from the portal, as whoever is logged in; sent twice, kept once.

        Made by the system user: the author of a record would tell who reports.

        :param dict values: ``kind``, ``description``, ``company_id``, ``happened_on``,
            ``client_id``, ``named_ids``, ``sent_ref``
        :raises UserError: without words, or when somebody sends too many
        """
        partner = user.partner_id
        lock_rows(partner.sudo())  # a second sending finds what the first one made
        incidents = self.with_user(SUPERUSER_ID).sudo()
        known = incidents.search([("sent_ref", "=", values.get("sent_ref") or "-")])
        if known:
            return known
        if not (values.get("description") or "").strip():
            raise UserError(self.env._("Write what happened, in some words."))
        since = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        mine = [
            ("portal_partner_id", "=", partner.id),
            ("received_on", ">=", since),
        ]
        if incidents.search_count(mine) >= 10:
            raise UserError(
                self.env._("Ten reports in one day were received: call us, please.")
            )
        return incidents.create(
            {
                **values,
                "description": values["description"].strip()[:4000],
                "channel": "portal",
                "portal_partner_id": partner.id,
                "reporter_id": False if wants_unknown else partner.id,
                "is_anonymous": wants_unknown,
            }
        )

    @api.model
    def _retention_domain(self, limit):
        return [("state", "=", "closed"), ("closed_on", "<", limit)]
