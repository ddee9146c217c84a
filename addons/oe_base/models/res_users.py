from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _oe_entrepreneur(self):
        """The entrepreneur behind this login (empty for anybody else)."""
        self.ensure_one()
        return (
            self.env["oe.entrepreneur"]
            .sudo()
            .search([("partner_id", "=", self.partner_id.id)], limit=1)
        )

    @api.model
    def _oe_create_portal(self, partner, login, groups, companies):
        """A portal login in every company the person deals with.

        Portal users read only what belongs to a company of theirs, and none of our
        groups implies the portal type, so both are given here, once.

        :param list groups: external ids of groups of ours
        :param companies: companies the person deals with
        """
        group_ids = [self.env.ref("base.group_portal").id]
        group_ids += [self.env.ref(xml_id).id for xml_id in groups]
        return (
            self.sudo()
            .with_context(no_reset_password=True, mail_create_nolog=True)
            .create(
                {
                    "name": partner.name,
                    "partner_id": partner.id,
                    "login": login,
                    "lang": "fr_FR",
                    "tz": "Europe/Paris",
                    "company_id": companies[0].id,
                    "company_ids": [(6, 0, companies.ids)],
                    "group_ids": [(6, 0, group_ids)],
                }
            )
        )

    def _oe_add_company(self, company):
        """Let a portal user see what one more company shares with him.

        Never an internal user: for him a company means rights over it.
        """
        for user in self.sudo().filtered(
            lambda u: u.share and company not in u.company_ids
        ):
            user.company_ids = [(4, company.id)]
