import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

MOST = 40


class VisitSheet(models.Model):
    """A paper attendance sheet signed by a client, photographed: several visits.

    It counts as the signature of its visits. What it records is what was planned, for
    nobody reads hours off a photo.
    """

    _name = "oe.visit.sheet"
    _description = "Attendance sheet on paper"
    _inherit = ["oe.retention.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _retention_code = "visit"
    _retention_date_field = "create_date"

    company_id = fields.Many2one("res.company", required=True, index=True)
    photo = fields.Binary(attachment=True, required=True)
    file_name = fields.Char(required=True)
    mimetype = fields.Char(required=True)
    author_id = fields.Many2one("res.partner", "Sent by", required=True, index=True)
    visit_ids = fields.One2many("oe.intervention", "sheet_id", "Visits")

    @api.depends("create_date", "author_id")
    def _compute_display_name(self):
        for sheet in self:
            day = fields.Date.to_string(sheet.create_date) if sheet.create_date else ""
            sheet.display_name = f"{sheet.author_id.name or ''} {day}".strip()

    @api.model
    def _keep(self, visits, photo, author):
        """Keep a sheet for visits: planned ones are recorded, unsigned ones signed.

        :param visits: visits of one client and one company, past the rules
        :param tuple photo: content, name, MIME type, checked before
        :raises UserError: with the rule that refuses; nothing is kept then
        """
        if not visits:
            raise UserError(self.env._("Choose the visits of the sheet."))
        mixed = len(visits.partner_id) > 1 or len(visits.company_id) > 1
        if len(visits) > MOST or mixed:
            raise UserError(
                self.env._("A sheet is of one client, forty visits at most.")
            )
        lock_rows(visits)
        content, name, mimetype = photo
        sheet = self.sudo().create(
            {
                "company_id": visits[0].company_id.id,
                "photo": base64.b64encode(content),
                "file_name": name,
                "mimetype": mimetype,
                "author_id": author.id,
            }
        )
        for visit in visits.sorted("planned_start"):
            if visit.state == "planned":
                wall = visit.company_id._oe_wall
                visit._record(
                    wall(visit.planned_start), wall(visit.planned_end), sheet=sheet
                )
            elif visit._is_unsigned():
                visit.write({"sheet_id": sheet.id, "not_signed_reason": False})
            else:
                raise UserError(
                    self.env._("%(visit)s is signed already.", visit=visit.display_name)
                )
        return sheet


class Intervention(models.Model):
    _inherit = "oe.intervention"

    sheet_id = fields.Many2one(
        "oe.visit.sheet",
        "Paper sheet",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _is_unsigned(self):
        self.ensure_one()
        return self.state == "done" and not self.signature and not self.sheet_id

    def _check_record(self, start, end, details):
        if details.get("sheet"):
            # Paper proves that somebody came, not for how long: no more than planned.
            details = {**details, "not_signed_reason": "absent", "signature": None}
        return super()._check_record(start, end, details)

    def _apply_record(self, start, end, details, result):
        applied = super()._apply_record(start, end, details, result)
        if details.get("sheet"):
            self.write({"sheet_id": details["sheet"].id, "not_signed_reason": False})
        return applied

    @api.model
    def _to_prove(self, entrepreneur):
        """Visits of an ES that a paper sheet may still prove: due, or unsigned."""
        now = fields.Datetime.now()
        since = fields.Datetime.subtract(now, days=62)
        visits_sudo = self.sudo().search(
            [
                ("entrepreneur_id", "=", entrepreneur.id),
                ("planned_start", ">=", since),
                ("planned_end", "<=", now),
                ("state", "in", ("planned", "done")),
                ("sheet_id", "=", False),
            ]
        )
        return visits_sudo.filtered(
            lambda visit: visit.state == "planned" or not visit.signature
        )
