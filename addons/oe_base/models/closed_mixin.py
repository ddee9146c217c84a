import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError


class ClosedMixin(models.AbstractModel):
    """A document that nobody edits once it is closed.

    The concrete model has a ``state``; in a state of ``_closed_states`` only the
    fields of ``_open_fields`` may still change, for everybody, administrator included.
    Where a law or a partner relies on the document, ``_seal`` chains a hash over
    ``_sealed_fields`` so that a change made behind the ORM is seen.
    """

    _name = "oe.closed.mixin"
    _description = "Document that closes for good"

    _closed_states: tuple[str, ...] = ("closed",)
    _open_fields: frozenset[str] = frozenset({"state"})
    _sealed_fields: tuple[str, ...] = ()

    seal = fields.Char(
        readonly=True, copy=False, help="SHA-256 over the content and the seal before."
    )
    seal_before = fields.Char(readonly=True, copy=False)

    def _is_closed(self):
        self.ensure_one()
        return self.state in self._closed_states

    def _refuse_closed(self):
        closed = self.filtered(lambda record: record._is_closed())
        if closed:
            raise UserError(
                self.env._(
                    "%(name)s is closed and cannot change. Correct it by a new entry "
                    "in the open period.",
                    name=closed[0].display_name,
                )
            )

    def write(self, vals):
        if {"seal", "seal_before"} & set(vals):
            # Only _seal writes them, past this method.
            raise UserError(self.env._("A seal is computed, never written."))
        if set(vals) - self._open_fields:
            self._refuse_closed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._refuse_closed()

    def _seal_payload(self):
        """What the seal covers: plain text, the same on every machine."""
        self.ensure_one()
        values = self.read(self._sealed_fields, load=None)[0]
        values.pop("id")
        return json.dumps(values, sort_keys=True, default=str)

    def _compute_seal_of(self):
        self.ensure_one()
        content = f"{self.seal_before or ''}\n{self._seal_payload()}"
        return hashlib.sha256(content.encode()).hexdigest()

    def _seal(self, previous):
        """Chain this document to ``previous`` (an empty recordset starts a chain)."""
        self.ensure_one()
        # pylint: disable=super-method-mismatch
        super().write({"seal_before": previous.seal or False})
        return super().write({"seal": self._compute_seal_of()})

    def _seal_is_true(self):
        """Whether the content still is what was sealed."""
        self.ensure_one()
        return bool(self.seal) and self.seal == self._compute_seal_of()
