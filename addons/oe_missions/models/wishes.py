"""What a need says besides its services: whose it is, where, which competences, a
language, a person."""

from odoo import Command, fields, models


class Entrepreneur(models.Model):
    _inherit = "oe.entrepreneur"

    lang_ids = fields.Many2many(
        "res.lang",
        "oe_entrepreneur_lang_rel",
        "oe_entrepreneur_id",
        "res_lang_id",
        "Languages spoken",
        context={"active_test": False},
    )


class CrmLead(models.Model):
    _inherit = "crm.lead"

    oe_need_kind = fields.Selection(
        [
            ("household", "Household"),
            ("firm", "Firm or association"),
            ("care_home", "Care home"),
            ("partner", "Partner"),
        ],
        "Whose need",
        groups="oe_base.group_oe_advisor",
        copy=False,
    )
    oe_place_id = fields.Many2one(
        "res.partner",
        "Place of the work",
        index="btree_not_null",
        groups="oe_base.group_oe_advisor",
        help="Where people go, when it is not the address of the beneficiary.",
        copy=False,
    )
    oe_requirement_ids = fields.Many2many(
        "oe.service.requirement",
        "oe_need_requirement_rel",
        string="Competences this need asks for",
        groups="oe_base.group_oe_advisor",
        help="Besides those of its services; the higher level of each counts.",
        copy=False,
    )

    oe_lang_ids = fields.Many2many(
        "res.lang",
        "oe_need_lang_rel",
        string="Languages asked",
        context={"active_test": False},
        groups="oe_base.group_oe_advisor",
        copy=False,
    )
    oe_chosen_ids = fields.Many2many(
        "oe.entrepreneur",
        "oe_need_chosen_rel",
        string="The client wishes",
        groups="oe_base.group_oe_advisor",
        copy=False,
    )


class Mission(models.Model):
    _inherit = "oe.mission"

    place_id = fields.Many2one(
        "res.partner",
        "Place of the work",
        index="btree_not_null",
        help="Where people go, when it is not the client's address.",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )

    lang_ids = fields.Many2many(
        "res.lang",
        "oe_mission_lang_rel",
        "oe_mission_id",
        "res_lang_id",
        "Languages asked",
        context={"active_test": False},
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )
    chosen_ids = fields.Many2many(
        "oe.entrepreneur",
        "oe_mission_chosen_rel",
        "oe_mission_id",
        "oe_entrepreneur_id",
        "The client wishes",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _oe_prepare_mission(self):
        values = super()._oe_prepare_mission()
        need_sudo = self.oe_need_id.sudo()
        return {
            **values,
            "place_id": need_sudo.oe_place_id.id,
            "lang_ids": [Command.set(need_sudo.oe_lang_ids.ids)],
            "chosen_ids": [Command.set(need_sudo.oe_chosen_ids.ids)],
        }

    def _oe_requirements(self):
        """Those of the services, and those of the need itself."""
        return super()._oe_requirements() | self.oe_need_id.sudo().oe_requirement_ids
