import hashlib
import hmac
import secrets

from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

HIGHEST_ID = 2**31


class TokenMixin(models.AbstractModel):
    """An address that opens something without a login.

    It holds 256 random bits of which only the hash is kept: nobody who reads the
    database can open it, and making it again makes a new one.
    """

    _name = "oe.token.mixin"
    _description = "Opened by a token"

    token_hash = fields.Char(copy=False, groups=NO_ACCESS)

    @api.model
    def _new_token(self):
        """A token to hand over once, and its hash to keep."""
        token = secrets.token_urlsafe(32)
        return token, self._hashed(token)

    @api.model
    def _hashed(self, token):
        return hashlib.sha256(token.encode("utf-8", "ignore")).hexdigest()

    @api.model
    def _of_token(self, record_id, token):
        """The record that this token opens, past the rules, or an empty one.

        A wrong token and a wrong number take the same way and the same time.
        """
        nothing_sudo = self.sudo().browse()
        if record_id >= HIGHEST_ID:
            return nothing_sudo  # no number of a row at all
        # Asked by hand: the field is closed to everybody, and so is its cache.
        self.flush_model(["token_hash"])
        rows = self.env.execute_query(
            SQL(
                "SELECT token_hash FROM %s WHERE id = %s",
                SQL.identifier(self._table),
                record_id,
            )
        )
        known = (rows and rows[0][0]) or self._hashed("")
        same = hmac.compare_digest(known, self._hashed(token or "-"))
        return nothing_sudo.browse(record_id) if rows and same else nothing_sudo
