import datetime
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from odoo.addons.oe_base.tools import lock_rows

from .invoice_run import REFUSALS

_logger = logging.getLogger(__name__)

RATINGS = [
    ("4", "Very satisfied"),
    ("3", "Satisfied"),
    ("2", "Not very satisfied"),
    ("1", "Not satisfied"),
]
LOW = ("1", "2")
# Below that an average would tell who said what.
ENOUGH = 3
ANSWERS = frozenset(
    {"state", "rating", "comment", "publish_consent", "answered_on", "answered_by_id"}
)


class Satisfaction(models.Model):
    """What a client thinks of a mission: after the first visit, then each quarter."""

    _name = "oe.satisfaction"
    _description = "Satisfaction of a client"
    _inherit = ["oe.retention.mixin"]
    _order = "asked_on desc, id desc"
    _check_company_auto = True

    _retention_code = "satisfaction"
    _retention_date_field = "asked_on"

    mission_id = fields.Many2one(
        "oe.mission", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        related="mission_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="mission_id.partner_id", store=True, index=True, string="Client"
    )
    entrepreneur_ids = fields.Many2many("oe.entrepreneur", string="Who came")
    quarter = fields.Char(
        "Asked for", required=True, help="“first” visit, or a quarter: 2026-Q3."
    )
    asked_on = fields.Date(required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("asked", "Asked"), ("answered", "Answered")],
        required=True,
        default="asked",
        readonly=True,
    )
    rating = fields.Selection(RATINGS, "Answer", readonly=True)
    score = fields.Integer(
        "Answer, of 4", compute="_compute_score", store=True, aggregator="avg"
    )
    comment = fields.Text(readonly=True)
    publish_consent = fields.Boolean("May be published", readonly=True)
    answered_on = fields.Datetime(readonly=True)
    answered_by_id = fields.Many2one(
        "res.partner", readonly=True, index="btree_not_null"
    )
    channel = fields.Selection(
        [("portal", "Portal"), ("phone", "Phone"), ("paper", "Paper")],
        readonly=True,
    )

    _once = models.UniqueIndex(
        "(mission_id, quarter)", "This was asked already for that mission."
    )

    @api.depends("quarter")
    def _compute_display_name(self):
        first = self.env._("First visit")
        for row in self:
            row.display_name = first if row.quarter == "first" else row.quarter

    @api.depends("rating")
    def _compute_score(self):
        for row in self:
            row.score = int(row.rating or 0)

    def write(self, vals):
        if ANSWERS & set(vals) and not self.env.su:
            raise UserError(self.env._("An answer is the client's: use the button."))
        return super().write(vals)

    @api.model
    def _cron_ask(self, today=None):
        """Ask after the first visit, and once a quarter; run again, nobody twice."""
        today = today or fields.Date.context_today(self)
        first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        last = first - datetime.timedelta(days=1)
        quarter = f"{last.year}-Q{(last.month - 1) // 3 + 1}"
        start = last.replace(month=(last.month - 1) // 3 * 3 + 1, day=1)
        asked = self._ask("first", None, None)
        return asked | self._ask(quarter, start, first)

    @api.model
    def _ask(self, quarter, start, end):
        """Ask for every mission with recorded visits in these days.

        A quarter is asked when another one was asked before it began only: who has
        just answered for the first visit is left in peace.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                  SELECT visit.mission_id, array_agg(DISTINCT visit.entrepreneur_id)
                    FROM oe_intervention visit
                    JOIN oe_mission mission ON mission.id = visit.mission_id
                    JOIN res_partner client ON client.id = mission.partner_id
                   WHERE visit.state = 'done'
                     AND mission.state IN ('staffed', 'running')
                     AND client.oe_deceased_on IS NULL
                     AND visit.entrepreneur_id IS NOT NULL
                     AND NOT EXISTS (
                         SELECT 1 FROM oe_satisfaction known
                          WHERE known.mission_id = mission.id
                            AND known.quarter = %(quarter)s
                         )
                     AND %(days)s
                GROUP BY visit.mission_id
                """,
                quarter=quarter,
                days=SQL(
                    """visit.actual_start >= %(start)s AND visit.actual_start < %(end)s
                       AND EXISTS (
                           SELECT 1 FROM oe_satisfaction earlier
                            WHERE earlier.mission_id = mission.id
                              AND earlier.asked_on < %(end)s
                           )""",
                    start=start,
                    end=end,
                )
                if start
                else SQL("TRUE"),
            )
        )
        asked = self.browse()
        values = [
            {
                "mission_id": mission,
                "quarter": quarter,
                "entrepreneur_ids": [(6, 0, people)],
            }
            for mission, people in rows
        ]
        for company, its in self._by_company(values):
            try:
                with self.env.cr.savepoint():
                    asked |= self.create(its)._tell_all(company)
            except REFUSALS:
                # What one cooperative cannot ask stops no other, and is tried again.
                _logger.exception("satisfaction is not asked in company %s", company.id)
        return asked

    def _by_company(self, values):
        """The questions of each cooperative."""
        missions = self.env["oe.mission"].browse(row["mission_id"] for row in values)
        company_of = {mission.id: mission.company_id for mission in missions}
        found = {}
        for row in values:
            found.setdefault(company_of[row["mission_id"]], []).append(row)
        return found.items()

    def _tell_all(self, company):
        """Each client in its own language."""
        by_lang = self.grouped(lambda row: row.partner_id.lang or "fr_FR")
        for lang, its in by_lang.items():
            its.with_context(lang=lang)._tell_asked(company)
        return self

    def _tell_asked(self, company):
        """The question goes by mail, or becomes a call; the page has its own card."""
        self.partner_id._oe_tell(
            self.env._("Are you satisfied?"),
            self.env._(
                "Tell us what you think of the visits: two taps on your page, or by "
                "phone."
            ),
            self.env._("Satisfaction: note the answer in the mission"),
            company,
            on_page=False,
        )

    def _answer(self, partner, rating, comment=None, consent=False, channel="portal"):
        """The client's answer, once; of two relatives at once the first counts.

        :raises UserError: without an answer, or when it was given
        """
        self.ensure_one()
        lock_rows(self.sudo())
        if rating not in dict(RATINGS):
            raise UserError(self.env._("Choose one of the four answers."))
        if self.state == "answered":
            raise UserError(self.env._("An answer was given already: thank you."))
        self.sudo().write(
            {
                "state": "answered",
                "rating": rating,
                "comment": (comment or "").strip()[:1000] or False,
                "publish_consent": bool(consent),
                "answered_on": fields.Datetime.now(),
                "answered_by_id": partner.id,
                "channel": channel,
            }
        )
        if rating in LOW:
            self.mission_id._oe_ask_coordinator(
                self.env._("Satisfaction is low: call the client")
            )

    @api.model
    def _readable(self, partner):
        """Questions open to a client, or to a relative by mandate."""
        principals = self.env["oe.mandate"].sudo()._principals(partner, "visits")
        return self.sudo().search(
            [
                ("partner_id", "in", (partner | principals).ids),
                ("company_id", "in", self.env.user.company_ids.ids),
                ("partner_id.oe_deceased_on", "=", False),
            ]
        )

    @api.model
    def _average(self, entrepreneur):
        """An ES's own average and how many answers it has; None below three."""
        ((score, count),) = self.sudo()._read_group(
            [
                ("entrepreneur_ids", "in", entrepreneur.ids),
                ("state", "=", "answered"),
            ],
            [],
            ["score:avg", "__count"],
        )
        return (score, count) if count >= ENOUGH else None

    def _portal_values(self):
        self.ensure_one()
        row_sudo = self.sudo()
        names = [
            (person.name or "").split(" ")[0] for person in row_sudo.entrepreneur_ids
        ]
        return {
            "id": row_sudo.id,
            "state": row_sudo.state,
            "client": row_sudo.partner_id.name,
            "who": ", ".join(names),
            "asked_on": format_date(self.env, row_sudo.asked_on),
            "answers": self._fields["rating"]._description_selection(self.env),
            "rating": dict(self._fields["rating"]._description_selection(self.env)).get(
                row_sudo.rating
            ),
        }
