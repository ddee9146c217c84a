from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PoolDocumentType(models.Model):
    """A kind of document asked of people of the pool, and what happens without it."""

    _name = "oe.pool.document.type"
    _description = "Kind of document"
    _order = "sequence, id"
    _oe_shared = "one list for the network"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    seen_only = fields.Boolean(
        "Only seen, never copied",
        help="Identity, criminal record: seen on, by, valid until; a file is refused.",
    )
    compulsory_from = fields.Date(
        help="From this day on, whoever lacks it or whose one has expired is proposed "
        "nothing new. Empty: asked, blocks nothing.",
    )
    for_entrepreneurs = fields.Boolean("Of entrepreneurs", default=True)
    for_technicians = fields.Boolean("Of technicians of partners")
    for_employees = fields.Boolean("Of employees of households")
    product_ids = fields.Many2many(
        "product.product",
        "oe_pool_document_type_product_rel",
        string="Only for these services",
        domain=[("type", "=", "service")],
        help="Neither services nor poles: for all work.",
    )
    pole_ids = fields.Many2many("oe.pole", string="Only for these poles")
    months_valid = fields.Integer(
        "Months valid", help="0: without end, unless a day is written on it."
    )
    legal_reference = fields.Char()

    _months_positive = models.Constraint(
        "CHECK (months_valid >= 0)", "Months are nil or more."
    )

    @api.constrains("seen_only")
    def _check_no_copy_is_left(self):
        documents_sudo = self.env["oe.pool.document"].sudo()
        for kind in self.filtered("seen_only"):
            if documents_sudo.search([("type_id", "=", kind.id)])._holds_copies():
                raise ValidationError(
                    self.env._(
                        "Copies of “%(name)s” are kept: delete these documents first.",
                        name=kind.name,
                    )
                )

    @api.model
    def _asked_of(self, kind):
        """Kinds of document asked of one kind of person."""
        return self.search([(f"for_{kind}s", "=", True)])

    def _blocks(self, day):
        """Those of these kinds that are compulsory on a day, whatever the work."""
        return self.filtered(
            lambda row: (
                row.compulsory_from
                and row.compulsory_from <= day
                and not row.product_ids
                and not row.pole_ids
            )
        )
