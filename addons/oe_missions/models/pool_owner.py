from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("entrepreneur", "Entrepreneur"),
    ("technician", "Technician of a partner"),
    ("employee", "Employee of households"),
]


class PoolOwnerMixin(models.AbstractModel):
    """What hangs on one person of the pool, of one of three kinds.

    The person's own data stay where they are: with the entrepreneur, the technician
    of a convention, or the employee of households.
    """

    _name = "oe.pool.owner.mixin"
    _description = "Of one person of the pool"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", index="btree_not_null", ondelete="cascade"
    )
    technician_id = fields.Many2one(
        "oe.partner.technician",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    employee_id = fields.Many2one(
        "oe.pool.employee",
        "Employee of households",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    person_kind = fields.Selection(KINDS, compute="_compute_person")
    person_name = fields.Char("Person", compute="_compute_person")

    _one_person = models.Constraint(
        "CHECK (num_nonnulls(entrepreneur_id, technician_id, employee_id) = 1)",
        "Say of which one person it is.",
    )

    def write(self, vals):
        result = super().write(vals)
        if {"company_id", *(f"{kind}_id" for kind, _label in KINDS)} & set(vals):
            # The core asks the rules before a write only: it would slip elsewhere.
            self.check_access("write")
        return result

    @api.depends("entrepreneur_id", "technician_id", "employee_id")
    def _compute_company_id(self):
        for row in self:
            hosts = row.entrepreneur_id.company_ids
            here = self.env.company
            row.company_id = (
                (row.technician_id or row.employee_id).company_id
                or row.company_id
                or (here if here in hosts else (hosts & self.env.companies)[:1])
                or here
            )

    @api.depends("entrepreneur_id", "technician_id", "employee_id")
    def _compute_person(self):
        for row in self:
            row.person_kind = row._kind()
            row.person_name = row._person().sudo().name

    def _kind(self):
        self.ensure_one()
        return next((kind for kind, _label in KINDS if self[f"{kind}_id"]), False)

    def _person(self):
        self.ensure_one()
        return self.entrepreneur_id or self.technician_id or self.employee_id

    @api.constrains("entrepreneur_id", "company_id")
    def _check_host(self):
        for row in self:
            person_sudo = row.entrepreneur_id.sudo()
            if person_sudo and row.company_id not in person_sudo.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s is not hosted by %(company)s.",
                        name=person_sudo.name,
                        company=row.company_id.name,
                    )
                )

    def _gone_before(self, limit):
        """Domain of what belongs to people who left before a day."""
        return [
            *("|", "|"),
            *("&", ("entrepreneur_id", "!=", False)),
            (
                "entrepreneur_id.affiliation_ids",
                "not any",
                ["|", ("date_end", "=", False), ("date_end", ">=", limit)],
            ),
            ("technician_id.last_day", "<", limit),
            ("employee_id.last_contact_on", "<", limit),
        ]
