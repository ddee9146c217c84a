from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Affiliation(models.Model):
    """A person hosted by a company from a day on, under one status.

    The contract add-on writes it; missions, documents and the portal read it. It
    holds what a document may need: the number in the staff register.
    """

    _name = "oe.affiliation"
    _description = "Person hosted by a company"
    _order = "entrepreneur_id, date_start desc, id desc"
    _check_company_auto = True

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    status = fields.Selection(
        [
            ("volunteer", "Volunteer"),
            ("cape", "Support contract (CAPE)"),
            ("salaried", "Salaried entrepreneur (CESA)"),
            ("conceptual", "Conceptual contributor"),
        ],
        required=True,
    )
    date_start = fields.Date(required=True)
    date_end = fields.Date(help="Last day; empty as long as it holds.")
    employee_id = fields.Many2one(
        "hr.employee",
        "Employee file",
        index="btree_not_null",
        check_company=True,
        groups="hr.group_hr_user,oe_base.group_oe_advisor",
    )
    register_number = fields.Char(
        "Staff register number",
        help="Printed on home-service documents; a CAPE holder has none.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "An affiliation cannot end before it starts.",
    )
    _register_unique = models.UniqueIndex(
        "(company_id, register_number) WHERE register_number IS NOT NULL",
        "This staff register number is taken in the company.",
    )

    @api.depends("entrepreneur_id", "company_id", "status")
    def _compute_display_name(self):
        labels = dict(self._fields["status"]._description_selection(self.env))
        for line in self:
            line.display_name = (
                f"{line.entrepreneur_id.name or ''}, {line.company_id.name or ''}, "
                f"{labels.get(line.status, '')}"
            )

    @api.constrains("entrepreneur_id", "company_id", "date_start", "date_end")
    def _check_overlap(self):
        for line in self:
            others = line.entrepreneur_id.affiliation_ids - line
            for other in others:
                if other.company_id == line.company_id and line._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "%(name)s is hosted by %(company)s twice at the same "
                            "time: end the first one before the second starts.",
                            name=line.entrepreneur_id.name,
                            company=line.company_id.name,
                        )
                    )

    def _overlaps(self, other):
        last = fields.Date.to_date("9999-12-31")
        return self.date_start <= (other.date_end or last) and other.date_start <= (
            self.date_end or last
        )

    def _holds(self, day):
        self.ensure_one()
        return self.date_start <= day and (not self.date_end or day <= self.date_end)

    def _status_label(self):
        self.ensure_one()
        labels = dict(self._fields["status"]._description_selection(self.env))
        return labels[self.status]

    def _state_on(self, day):
        """``ahead``, ``running`` or ``ended`` on a day."""
        self.ensure_one()
        if self._holds(day):
            return "running"
        return "ahead" if day < self.date_start else "ended"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._ensure_employee()
        for line in lines:
            line.entrepreneur_id.user_id._oe_add_company(line.company_id)
        return lines

    def _ensure_employee(self):
        """Everybody who works has one employee file per company.

        Timesheets and expenses need it; HR sees the person in Employees. Never shown
        on the portal. A volunteer of the association gets none.
        """
        for line in self.sudo().filtered(
            lambda line: line.status in ("cape", "salaried")
        ):
            if line.employee_id:
                continue
            same = line.entrepreneur_id.affiliation_ids.filtered(
                lambda other, line=line: (
                    other.company_id == line.company_id and other.employee_id
                )
            )
            line.employee_id = same[:1].employee_id or self.env[
                "hr.employee"
            ].sudo().create(
                {
                    "name": line.entrepreneur_id.name,
                    "company_id": line.company_id.id,
                    "work_contact_id": line.entrepreneur_id.partner_id.id,
                    "work_email": line.entrepreneur_id.email,
                    "work_phone": line.entrepreneur_id.phone,
                }
            )

    @api.model
    def _on_home_service_document(self, entrepreneur, company, day):
        """The staff-register number to print, or a reason why there is none.

        :return: ``(number, None)`` or ``(None, code)`` with code ``not_hosted`` or
            ``no_number`` (C. trav. D.7233-1)
        """
        line = entrepreneur._affiliation(company, day)
        if not line:
            return None, "not_hosted"
        if not line.register_number:
            return None, "no_number"
        return line.register_number, None
