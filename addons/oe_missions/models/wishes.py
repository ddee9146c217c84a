"""What a client wishes besides competences: a language, a person."""

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

    oe_lang_ids = fields.Many2many(
        "res.lang",
        "oe_need_lang_rel",
        string="Languages asked",
        context={"active_test": False},
        groups="oe_base.group_oe_advisor",
    )
    oe_chosen_ids = fields.Many2many(
        "oe.entrepreneur",
        "oe_need_chosen_rel",
        string="The client wishes",
        groups="oe_base.group_oe_advisor",
    )


class Mission(models.Model):
    _inherit = "oe.mission"

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
            "lang_ids": [Command.set(need_sudo.oe_lang_ids.ids)],
            "chosen_ids": [Command.set(need_sudo.oe_chosen_ids.ids)],
        }
