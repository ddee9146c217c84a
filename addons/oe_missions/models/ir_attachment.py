import re

from odoo import api, models
from odoo.exceptions import AccessError

GUARDED = "oe.pool.document"
PICTURE = re.compile(r"""src\s*=\s*["']?\s*data:""", re.IGNORECASE)


class IrAttachment(models.Model):
    """No copy of what may only be seen, whichever way it comes."""

    _inherit = "ir.attachment"

    def _oe_refuse_replacing(self):
        """The copy itself goes by its document, which says who checked what."""
        if self.env.su:
            return
        if any(row.res_model == GUARDED and row.res_field for row in self.sudo()):
            raise AccessError(self.env._("A copy is changed on its document only."))

    def _oe_refuse_copies(self):
        mine = self.filtered(lambda row: row.res_model == GUARDED and row.res_id)
        documents_sudo = self.env[GUARDED].sudo().browse(mine.mapped("res_id")).exists()
        seen = documents_sudo.filtered("seen_only")
        if seen:
            seen[0]._refuse_copy()

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._oe_refuse_replacing()
        attachments._oe_refuse_copies()
        return attachments

    def write(self, vals):
        self._oe_refuse_replacing()
        result = super().write(vals)
        self._oe_refuse_replacing()
        if {"res_model", "res_id"} & set(vals):
            self._oe_refuse_copies()
        return result


class MailMessage(models.Model):
    """A file named in a message hangs on it alone: looked at here."""

    _inherit = "mail.message"

    def _oe_refuse_copies(self):
        mine = self.filtered(
            lambda row: (
                row.model == GUARDED
                and (row.attachment_ids or PICTURE.search(row.body or ""))
            )
        )
        documents_sudo = self.env[GUARDED].sudo().browse(mine.mapped("res_id")).exists()
        seen = documents_sudo.filtered("seen_only")
        if seen:
            seen[0]._refuse_copy()

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages.sudo()._oe_refuse_copies()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if {"model", "res_id", "attachment_ids", "body"} & set(vals):
            self.sudo()._oe_refuse_copies()
        return result
