from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class Entrepreneur(models.Model):
    """An ES (entrepreneur social): the person, whatever the status.

    Not fields on ``hr.employee``: a CAPE holder, a volunteer or a rights holder is
    not an employee, and employee fields are closed to portal users.
    """

    _name = "oe.entrepreneur"
    _description = "Entrepreneur"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _rec_names_search = ["name", "email"]

    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="restrict"
    )
    name = fields.Char(related="partner_id.name", store=True, readonly=False)
    email = fields.Char(related="partner_id.email", readonly=False)
    phone = fields.Char(related="partner_id.phone", readonly=False)
    image_128 = fields.Image(related="partner_id.image_128", readonly=False)
    active = fields.Boolean(default=True)
    territory_id = fields.Many2one("oe.territory", index="btree_not_null")
    sector_id = fields.Many2one(
        "oe.sector",
        index="btree_not_null",
        domain="[('territory_id', '=', territory_id)]",
    )
    team_id = fields.Many2one(
        "oe.team", index="btree_not_null", domain="[('sector_id', '=', sector_id)]"
    )
    companion_id = fields.Many2one(
        "oe.entrepreneur",
        index="btree_not_null",
        help="The experienced entrepreneur who accompanies this newcomer.",
    )
    advisor_id = fields.Many2one("res.users", index="btree_not_null")
    profile_id = fields.Many2one("oe.profile", index="btree_not_null")
    pole_ids = fields.Many2many("oe.pole")
    competence_ids = fields.Many2many(
        "hr.skill",
        "oe_entrepreneur_competence_rel",
        "entrepreneur_id",
        "skill_id",
        "Key competences",
        domain=lambda self: [
            ("skill_type_id", "=", self.env.ref("oe_base.skill_type_key").id)
        ],
    )
    is_operational = fields.Boolean("Operational", default=True)
    is_conceptual = fields.Boolean("Conceptual")
    max_distance_km = fields.Integer("Limit, km", default=20)
    wanted_hours_week = fields.Float("Wanted hours a week", digits=(6, 2), default=30)
    affiliation_ids = fields.One2many("oe.affiliation", "entrepreneur_id", "Hosted by")
    company_ids = fields.Many2many(
        "res.company",
        compute="_compute_company_ids",
        store=True,
        string="Companies",
    )
    activity_link_ids = fields.One2many(
        "oe.activity", "entrepreneur_id", "Trade activities"
    )
    availability_ids = fields.One2many("oe.availability", "entrepreneur_id")
    assessment_ids = fields.One2many("oe.competence.assessment", "entrepreneur_id")
    user_id = fields.Many2one("res.users", compute="_compute_user_id", string="Login")

    _partner_unique = models.UniqueIndex(
        "(partner_id)", "This person is an entrepreneur already."
    )
    _distance_positive = models.Constraint(
        "CHECK (max_distance_km >= 0)", "The limit in km cannot be negative."
    )

    def write(self, vals):
        # Who the person is decides which login reads the account, and signs.
        manager = self.env.su or self.env.user.has_group("oe_base.group_oe_manager")
        if "partner_id" in vals and not manager:
            raise AccessError(self.env._("A manager says whose file it is."))
        return super().write(vals)

    @api.depends("affiliation_ids.company_id")
    def _compute_company_ids(self):
        for entrepreneur in self:
            entrepreneur.company_ids = entrepreneur.affiliation_ids.company_id

    @api.depends("partner_id")
    def _compute_user_id(self):
        users = (
            self.env["res.users"]
            .sudo()
            .search([("partner_id", "in", self.partner_id.ids)])
        )
        by_partner = {user.partner_id.id: user.id for user in users}
        for entrepreneur in self:
            entrepreneur.user_id = by_partner.get(entrepreneur.partner_id.id, False)

    @api.constrains("competence_ids")
    def _check_competences(self):
        for entrepreneur in self:
            if len(entrepreneur.competence_ids) > 5:
                raise ValidationError(
                    self.env._("An entrepreneur carries one to five key competences.")
                )

    @api.constrains("companion_id")
    def _check_companion(self):
        for entrepreneur in self:
            if entrepreneur.companion_id == entrepreneur:
                raise ValidationError(
                    self.env._("Nobody is one's own companion: choose another person.")
                )

    def _affiliation(self, company, day=None):
        """The affiliation in force with a company on a day (empty if none)."""
        self.ensure_one()
        day = day or fields.Date.context_today(self)
        return self.affiliation_ids.filtered(
            lambda line: line.company_id == company and line._holds(day)
        )[:1]

    def _pay_estimate(self, company, day):
        """Estimated net pay of the month of ``day``, in cents, or None.

        The hook that hosting fills; missions and royalty read it without knowing
        who computes.
        """
        return None

    def action_create_login(self):
        """Give the person a portal login (e-mail as login), once."""
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager creates the portal logins."))
        for entrepreneur in self:
            if entrepreneur.user_id:
                continue
            if not entrepreneur.email:
                raise ValidationError(
                    self.env._(
                        "%(name)s has no e-mail address: write one, it is the login.",
                        name=entrepreneur.name,
                    )
                )
            if not entrepreneur.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s is hosted by no company yet: add one first.",
                        name=entrepreneur.name,
                    )
                )
            self.env["res.users"]._oe_create_portal(
                entrepreneur.partner_id,
                entrepreneur.email,
                ["oe_base.group_oe_entrepreneur"],
                entrepreneur.company_ids,
            )
