import hashlib

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

DECLARATION = "oe.royalty.declaration"
# What says of whom a file is, and what it holds.
TOUCHING = frozenset(
    {
        *("raw", "datas", "db_datas", "type", "url"),
        *("res_model", "res_field", "res_id"),
    }
)


class IrAttachment(models.Model):
    """The proof of a declared turnover is a file: it stays as it was declared.

    The declaration is closed; its file has an own address for remote calls.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        if not self.env.su:  # the field itself writes as superuser
            files._refuse_proofs(files._declared_proofs())
        return files

    def write(self, vals):
        if not TOUCHING & set(vals):
            return super().write(vals)
        before = self._declared_proofs()
        told = before._contents()
        result = super().write(vals)
        self._refuse_proofs(self._declared_proofs() - before)
        if before._contents() != told:
            self._refuse_proofs(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proof(self):
        self._refuse_proofs(self._declared_proofs())

    def _declared_proofs(self):
        """Those of these files that prove what was declared, whoever asks."""
        proofs_sudo = self.sudo().filtered(
            lambda row: row.res_field == "proof" and row.res_model == DECLARATION
        )
        if not proofs_sudo:
            return proofs_sudo
        rows_sudo = self.env[DECLARATION].sudo()
        rows_sudo = rows_sudo.browse(proofs_sudo.mapped("res_id")).exists()
        if not self.env.su:
            # Held, so that nobody declares it with the file that goes.
            lock_rows(rows_sudo)
        closed = set(rows_sudo.filtered(lambda row: row._is_closed()).ids)
        return proofs_sudo.filtered(lambda row: row.res_id in closed)

    def _contents(self):
        """What each file is of and holds, to compare before and after."""
        return [
            (
                *(row.id, row.type, row.res_model, row.res_field, row.res_id),
                hashlib.sha256(row.raw or b"").hexdigest(),
            )
            # The bytes, though the call asks for sizes: another file may be as long.
            for row in self.with_context(bin_size=False, bin_size_raw=False)
        ]

    def _refuse_proofs(self, proofs):
        if proofs:
            raise UserError(
                self.env._(
                    "This file is the proof of a declared turnover: it stays. Make a "
                    "correction of the declaration, with its own proof."
                )
            )
