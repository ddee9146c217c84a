"""An entrepreneur reads no proposal before being asked: the rule is kept on update."""

from odoo import SUPERUSER_ID, api

RULE = "oe_missions.oe_mission_proposal_rule_entrepreneur"
DOMAIN = (
    "[('entrepreneur_id.partner_id', '=', user.partner_id.id), "
    "('state', '!=', 'queued')]"
)


def migrate(cr, version):
    # Rules are data that an update leaves alone, for a cooperative to tighten them.
    rule = api.Environment(cr, SUPERUSER_ID, {}).ref(RULE, raise_if_not_found=False)
    if rule:
        rule.domain_force = DOMAIN
