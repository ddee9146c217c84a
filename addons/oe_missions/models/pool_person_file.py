"""What one reads of a person of the pool: services, competences, what hangs on it."""

from odoo import api, fields, models
from odoo.fields import Domain


class PoolPerson(models.Model):
    _inherit = "oe.pool.person"

    product_ids = fields.Many2many(
        "product.product",
        string="Services",
        compute="_compute_product_ids",
        search="_search_product_ids",
    )
    qualification = fields.Char(
        "Competences",
        compute="_compute_qualification",
        help="Of entrepreneurs as they were assessed, of others as they declare them.",
    )
    document_ids = fields.Many2many("oe.pool.document", compute="_compute_own")
    reference_ids = fields.Many2many("oe.pool.reference", compute="_compute_own")
    opinion_ids = fields.Many2many(
        "oe.satisfaction", string="Clients' words", compute="_compute_own"
    )

    @api.depends("entrepreneur_id", "technician_id", "employee_id")
    def _compute_product_ids(self):
        services = self._services()
        for row in self:
            row.product_ids = services[row]

    @api.model
    def _search_product_ids(self, operator, value):
        products = self.env["product.product"]
        if operator == "any" and isinstance(value, Domain):
            products = products.search(value)
        elif operator == "in":
            ids = [key for key in value if isinstance(key, int)]
            products = products.browse(ids)
        else:
            return NotImplemented
        services = self._everybody()._services()
        wanted = [row.id for row, sold in services.items() if sold & products]
        return Domain("id", "in", wanted)

    def _services(self):
        """Services of each: person → products.

        An entrepreneur does what the cooperative sells and its own check of
        competences lets; a technician what the convention names; an employee what
        was declared.
        """
        by_kind = {"cae_sap": "home", "cae_general": "other"}
        offered = self.env["crm.lead"]._oe_services_offered().sudo(False)
        by_nature = offered.grouped("oe_service_nature")
        levels = self._levels()
        found = {}
        for row in self:
            if row.technician_id:
                found[row] = row.technician_id.convention_id.product_ids
            elif row.employee_id:
                found[row] = row.employee_id.product_ids
            else:
                nature = by_kind.get(row.company_id.oe_kind)
                mine = levels.get(row.entrepreneur_id, {})
                found[row] = by_nature.get(nature, offered.browse()).filtered(
                    lambda product, mine=mine: all(
                        mine.get(need.skill_id, 0) >= need.minimum
                        for need in product.oe_requirement_ids
                        if need.is_hard
                    )
                )
        return found

    def _levels(self):
        """Levels validated today: entrepreneur → skill → level."""
        rows = self.env["oe.competence.assessment"]._valid_on(
            self.entrepreneur_id, fields.Date.context_today(self)
        )
        levels = {}
        for row in rows:  # newest first, and the newest is the one that counts
            levels.setdefault(row.entrepreneur_id, {}).setdefault(
                row.skill_id, row.level
            )
        return {person.sudo(False): mine for person, mine in levels.items()}

    @api.depends("entrepreneur_id", "technician_id", "employee_id")
    def _compute_qualification(self):
        levels = self._levels()
        declared = self.env["oe.pool.skill"].search(
            [
                "|",
                ("technician_id", "in", self.technician_id.ids),
                ("employee_id", "in", self.employee_id.ids),
            ]
        )
        for row in self:
            if row.entrepreneur_id:
                mine = levels.get(row.entrepreneur_id, {})
                parts = [f"{skill.name} {level}/4" for skill, level in mine.items()]
            else:
                parts = [
                    f"{line.skill_id.name} {line.level}/4"
                    for line in declared
                    if line._person() == (row.technician_id or row.employee_id)
                ]
            trade = row.technician_id.trade
            row.qualification = ", ".join(filter(None, [trade, *sorted(parts)]))

    def _owner(self):
        """(name of the field, person) of what hangs on this person."""
        self.ensure_one()
        return f"{self.kind}_id", self[f"{self.kind}_id"]

    @api.depends("entrepreneur_id", "technician_id", "employee_id")
    def _compute_own(self):
        """Read one person at a time: the form, never the list."""
        documents = self.env["oe.pool.document"]
        references = self.env["oe.pool.reference"]
        opinions = self.env["oe.satisfaction"]
        for row in self:
            field, person = row._owner()
            mine = [(field, "=", person.id), ("company_id", "=", row.company_id.id)]
            row.document_ids = documents.search(mine)
            row.reference_ids = references.search(mine)
            row.opinion_ids = (
                opinions.search(
                    [
                        *opinions._shown(),
                        ("entrepreneur_ids", "in", person.ids),
                        ("company_id", "=", row.company_id.id),
                    ]
                )
                if row.kind == "entrepreneur"
                else opinions
            )

    # -- to the records behind --------------------------------------------------------

    def action_open(self):
        """Open the file where the person's own data are."""
        self.ensure_one()
        self.check_access("read")
        person = self.technician_id.convention_id or self._owner()[1]
        return {
            "type": "ir.actions.act_window",
            "res_model": person._name,
            "res_id": person.id,
            "view_mode": "form",
        }

    def _add(self, model, name):
        self.ensure_one()
        self.check_access("read")
        field, person = self._owner()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {
                f"default_{field}": person.id,
                "default_company_id": self.company_id.id,
            },
        }

    def action_add_document(self):
        """Note a document of this person."""
        return self._add("oe.pool.document", self.env._("Document"))

    def action_add_reference(self):
        """Note whom to ask about this person."""
        return self._add("oe.pool.reference", self.env._("Reference"))

    def action_add_skill(self):
        """Note what this person declares to know."""
        return self._add("oe.pool.skill", self.env._("Competence"))

    def action_add_hours(self):
        """Note when this person is free."""
        return self._add("oe.pool.availability", self.env._("Hours of the week"))
