"""Small things that several add-ons do with records."""

from odoo.tools import SQL


def lock_rows(records):
    """Hold these rows until the end of the transaction; a second one waits.

    What the first one wrote is read afterwards: nothing cached is kept. (The core's
    ``lock_for_update`` refuses instead of waiting.)
    """
    if not records:
        return
    records.flush_recordset()
    table = SQL.identifier(records._table)
    records.env.execute_query(
        SQL(
            "SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
            table,
            list(records.ids),
        )
    )
    records.invalidate_recordset()
