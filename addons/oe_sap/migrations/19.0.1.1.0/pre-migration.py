"""The ceilings of the tax credit become dated data: existing rows get those of 2026."""

from odoo.tools import SQL

# Euros; CGI art. 199 sexdecies, and the yearly limit of the employer's aid.
CEILINGS = {
    "ceiling": 12_000,
    "child_rise": 1_500,
    "shared_child_rise": 750,
    "senior_rise": 1_500,
    "ceiling_most": 15_000,
    "disability_ceiling": 20_000,
    "employer_aid_most": 1_830,
}


def migrate(cr, version):
    # Before the fields exist: they are required, and a row never stands without them.
    for name, value in CEILINGS.items():
        column = SQL.identifier(name)
        cr.execute(
            SQL(
                "ALTER TABLE oe_sap_parameter ADD COLUMN IF NOT EXISTS %s numeric",
                column,
            )
        )
        cr.execute(
            SQL(
                "UPDATE oe_sap_parameter SET %(name)s = %(value)s "
                "WHERE %(name)s IS NULL",
                name=column,
                value=value,
            )
        )
