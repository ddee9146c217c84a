from odoo import api, fields, models
from odoo.tools import SQL, format_date

TIES = [
    ("family", "Family"),
    ("heir", "Heir, or named in a will"),
    ("creditor", "Lender or debtor"),
    ("assessor", "Assesses the client's needs or rights"),
    ("guardian", "Guardian, curator, mandatary"),
    ("other", "Other tie"),
]


class InterestConflict(models.Model):
    """What ties an ES to a client, so that no work is proposed between both.

    Declared by the ES or by a manager, dated. No reason is told to anybody: the kind
    is read by the office and by the ES.
    """

    _name = "oe.interest.conflict"
    _description = "Conflict of interest"
    _inherit = ["oe.retention.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    _retention_code = "interest_conflict"
    _retention_date_field = "date_end"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Client", index="btree_not_null", ondelete="cascade"
    )
    told_name = fields.Char(
        "Client, as told",
        help="Written by an entrepreneur who does not find the client: choose whom "
        "is meant, the rule holds from then on.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        TIES,
        required=True,
    )
    date_start = fields.Date(required=True, default=fields.Date.context_today)
    date_end = fields.Date(help="Last day; empty as long as it holds.")
    source = fields.Selection(
        [("entrepreneur", "The entrepreneur"), ("office", "The office")],
        "Declared by",
        required=True,
        readonly=True,
        default="office",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A conflict cannot end before it starts.",
    )
    _somebody = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR told_name IS NOT NULL)",
        "Say which client is meant.",
    )
    _once = models.UniqueIndex(
        "(entrepreneur_id, partner_id, kind, company_id)"
        " WHERE date_end IS NULL AND partner_id IS NOT NULL",
        "This conflict is declared already.",
    )
    _pair = models.Index("(partner_id, entrepreneur_id)")

    @api.depends("entrepreneur_id", "partner_id", "told_name")
    def _compute_display_name(self):
        for conflict in self:
            client = conflict.partner_id.name or conflict.told_name or ""
            conflict.display_name = f"{conflict.entrepreneur_id.name or ''}, {client}"

    @api.model
    def _clients_of(self, entrepreneur):
        """Clients that an ES knows from own missions and visits."""
        missions_sudo = (
            self.env["oe.mission"]
            .sudo()
            .search([("member_ids.entrepreneur_id", "=", entrepreneur.id)])
        )
        visits_sudo = (
            self.env["oe.intervention"]
            .sudo()
            ._read_group([("entrepreneur_id", "=", entrepreneur.id)], ["partner_id"])
        )
        clients = missions_sudo.partner_id
        for (partner,) in visits_sudo:
            clients |= partner
        return clients.sorted("name")

    @api.model
    def _own_page(self, entrepreneur):
        """What an ES declared, as plain values."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        rows_sudo = self.sudo().search([("entrepreneur_id", "=", entrepreneur.id)])
        return [
            {
                "client": row.partner_id.name or row.told_name,
                "kind": kinds[row.kind],
                "from": format_date(self.env, row.date_start),
                "to": row.date_end and format_date(self.env, row.date_end),
            }
            for row in rows_sudo
        ]

    @api.model
    def _declare(self, entrepreneur, company, kind, partner=None, told_name=None):
        """An ES declares a tie; said twice it is kept once."""
        known = self.sudo().search(
            [
                ("entrepreneur_id", "=", entrepreneur.id),
                ("company_id", "=", company.id),
                ("kind", "=", kind),
                ("date_end", "=", False),
                ("partner_id", "=", partner.id if partner else False),
                ("told_name", "=", told_name if not partner else False),
            ],
            limit=1,
        )
        return known or self.sudo().create(
            {
                "entrepreneur_id": entrepreneur.id,
                "company_id": company.id,
                "kind": kind,
                "partner_id": partner.id if partner else False,
                "told_name": False if partner else told_name,
                "source": "entrepreneur",
            }
        )


class Mission(models.Model):
    _inherit = "oe.mission"

    def _match_blocks(self):
        """A tie to the client that holds on some day of the mission still ahead."""
        return [
            *super()._match_blocks(),
            SQL(
                """
                SELECT mission.id, tie.entrepreneur_id, 'mission.conflict',
                       to_char(min(tie.date_start), 'YYYY-MM-DD')
                  FROM oe_mission mission
                  JOIN oe_interest_conflict tie
                    ON tie.partner_id = mission.partner_id
                   AND (mission.date_end IS NULL
                        OR tie.date_start <= mission.date_end)
                   AND (tie.date_end IS NULL
                        OR tie.date_end >= LEAST(
                            GREATEST(mission.date_start, %(today)s),
                            mission.date_end))
                 WHERE mission.id = ANY(%(missions)s)
              GROUP BY mission.id, tie.entrepreneur_id
                """,
                missions=list(self.ids),
                today=self._match_today(),
            ),
        ]

    def _refusal_sentences(self, item):
        return {
            **super()._refusal_sentences(item),
            "mission.conflict": lambda: self.env._(
                "a conflict of interest with this client is declared since %(day)s",
                day=format_date(self.env, item.get("detail")),
            ),
        }
