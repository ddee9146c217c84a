from odoo import api, fields, models
from odoo.exceptions import UserError


class Notice(models.Model):
    """A notice the law wants sent about a CAPE (C. trav. R.5142-1), with its proof.

    Due at once ("dès la conclusion"): the day of the event. A notice that is done
    does not change any more.
    """

    _name = "oe.cae.notice"
    _description = "Notice about a support contract"
    _inherit = ["oe.closed.mixin"]
    _order = "date_due, id"
    _check_company_auto = True

    _open_fields = frozenset()

    contract_id = fields.Many2one(
        "oe.cae.contract",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    entrepreneur_id = fields.Many2one(
        related="contract_id.entrepreneur_id", store=True, index=True, precompute=True
    )
    event = fields.Selection(
        [
            ("signature", "CAPE signed"),
            ("renewal", "CAPE renewed"),
            ("early_end", "CAPE ended early"),
        ],
        "What happened",
        required=True,
    )
    body = fields.Selection(
        [("urssaf", "URSSAF"), ("france_travail", "France Travail")],
        "Addressed to",
        required=True,
    )
    date_event = fields.Date("Happened on", required=True)
    date_due = fields.Date("Due", required=True, index=True)
    reference = fields.Char("Number of the receipt")
    proof = fields.Binary(attachment=True)
    proof_name = fields.Char()
    done_on = fields.Date("Sent", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users", "Sent by", readonly=True, copy=False, index="btree_not_null"
    )

    _once = models.UniqueIndex(
        "(contract_id, event, body)", "This notice exists already."
    )

    @api.depends("event", "body", "entrepreneur_id")
    def _compute_display_name(self):
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("event", "body")
        }
        for notice in self:
            notice.display_name = (
                f"{labels['body'].get(notice.body, '')}: "
                f"{labels['event'].get(notice.event, '')}, "
                f"{notice.entrepreneur_id.name or ''}"
            )

    def _is_closed(self):
        self.ensure_one()
        return bool(self.done_on)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # One says it is done with the button.
            vals.update(done_on=False, done_by_id=False)
            vals.setdefault("date_due", vals.get("date_event"))
        return super().create(vals_list)

    def write(self, vals):
        if {"done_on", "done_by_id"} & set(vals):
            raise UserError(self.env._("Say that it is sent with the button."))
        return super().write(vals)

    def action_done(self):
        """The notice is sent; its proof stays with it."""
        self.check_access("write")
        for notice in self:
            notice._refuse_closed()
            if not (notice.proof or (notice.reference or "").strip()):
                raise UserError(
                    self.env._(
                        "Keep a proof of %(name)s first: the receipt, or its number.",
                        name=notice.display_name,
                    )
                )
            # Past write, which leaves this to the button.
            models.Model.write(
                notice,
                {
                    "done_on": notice.company_id._oe_today(),
                    "done_by_id": self.env.uid,
                },
            )

    @api.model
    def _make(self, contract, event, day):
        """The notices of an event, each once, whoever comes first."""
        self.flush_model()
        contract.flush_recordset()
        for body in dict(self._fields["body"].selection):
            self.env.cr.execute(
                "INSERT INTO oe_cae_notice (contract_id, company_id, entrepreneur_id, "
                "event, body, date_event, date_due, create_uid, create_date, "
                "write_uid, write_date) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, now(), "
                "%s, now()) ON CONFLICT DO NOTHING",
                (
                    contract.id,
                    contract.company_id.id,
                    contract.entrepreneur_id.id,
                    event,
                    body,
                    day,
                    day,
                    self.env.uid,
                    self.env.uid,
                ),
            )
        contract.invalidate_recordset(["notice_ids"])
