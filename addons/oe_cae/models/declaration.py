from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.period import month_of

# One declares a month from its last days on.
LAST_DAYS = 5


class Declaration(models.Model):
    """The word of an entrepreneur: all of my month is entered.

    One row per person, company and month; taking the word back deletes it. Once the
    month is closed nothing changes.
    """

    _name = "oe.cae.declaration"
    _description = "Month declared by an entrepreneur"
    _inherit = ["oe.retention.mixin"]
    _order = "month desc, id desc"
    _check_company_auto = True

    _retention_code = "pay"
    _retention_date_field = "month"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    month = fields.Date(required=True, index=True, readonly=True)
    declared_on = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    note = fields.Char(
        "Word to the cooperative", readonly=True, help="Nothing on health."
    )

    # Declared twice at once, kept once.
    _once = models.UniqueIndex(
        "(entrepreneur_id, company_id, month)", "This month is declared already."
    )

    @api.depends("entrepreneur_id", "month")
    def _compute_display_name(self):
        for row in self:
            month = row.month and row.month.strftime("%m/%Y")
            row.display_name = f"{row.entrepreneur_id.name or ''} {month or ''}"

    @api.model
    def _months_of(self, person, company):
        """First days of the months to declare today, oldest first.

        The month before as long as it is open, this one from its last days on.
        """
        today = company._oe_today()
        this = month_of(today).start
        before = month_of(fields.Date.subtract(this, days=1)).start
        found = []
        if self._counts(person, company, before):
            found.append(before)
        last = fields.Date.end_of(today, "month")
        if (last - today).days < LAST_DAYS and self._counts(person, company, this):
            found.append(this)
        return found

    @api.model
    def _counts(self, person, company, month):
        hosted = self.env["oe.cae.contract"]._in_month(company, month)
        contract = hosted.get(person.id)
        return bool(
            contract
            and contract.kind in ("cape", "salaried")
            and self.env["oe.period"]._is_open(company, month)
        )

    @api.model
    def _declare(self, person, company, month, note=""):
        """Say that all of a month is entered; said twice, it is kept once.

        :raises UserError: for a month that is not to declare
        """
        self._check_month(person, company, month)
        self.flush_model()
        self.env.cr.execute(
            "INSERT INTO oe_cae_declaration (entrepreneur_id, company_id, month, note,"
            " declared_on, create_uid, create_date, write_uid, write_date)"
            " VALUES (%s, %s, %s, %s, now() AT TIME ZONE 'UTC', %s,"
            " now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE 'UTC')"
            " ON CONFLICT (entrepreneur_id, company_id, month)"
            " DO UPDATE SET note = EXCLUDED.note",
            (
                person.id,
                company.id,
                month,
                (note or "").strip()[:200] or None,
                self.env.uid,
                self.env.uid,
            ),
        )
        self.invalidate_model()

    @api.model
    def _take_back(self, person, company, month):
        """Take the word back, as long as the month is open."""
        self._check_month(person, company, month)
        self.search(
            [
                ("entrepreneur_id", "=", person.id),
                ("company_id", "=", company.id),
                ("month", "=", month),
            ]
        ).unlink()

    @api.model
    def _check_month(self, person, company, month):
        if month not in self._months_of(person, company):
            raise UserError(
                self.env._(
                    "%(month)s is not to declare: it is closed, or not over yet.",
                    month=format_date(self.env, month, date_format="MMMM y"),
                )
            )

    @api.model
    def _missing(self, company, month):
        """People hosted in a month who have not declared it."""
        hosted = self.env["oe.cae.contract"]._in_month(company, month)
        people = self.env["oe.entrepreneur"].browse(
            person
            for person, contract in hosted.items()
            if contract.kind in ("cape", "salaried")
        )
        told = self.search([("company_id", "=", company.id), ("month", "=", month)])
        return people - told.entrepreneur_id
