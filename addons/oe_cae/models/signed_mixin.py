import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

SIGNING = frozenset(
    {
        "signed_on",
        "es_signed_on",
        "es_signed_name",
        "es_signature",
        "es_signature_hash",
        "manager_signed_on",
        "manager_signed_by_id",
    }
)


class SignedMixin(models.AbstractModel):
    """A document that an entrepreneur signs on the portal, and that closes then.

    Draft, then to sign (frozen while it is being read), then signed and sealed. The
    state and the signatures change through the methods here only: a remote write of
    them is refused, for managers as well. A concrete model has ``entrepreneur_id``.
    """

    _name = "oe.cae.signed.mixin"
    _description = "Document signed by an entrepreneur"
    _inherit = ["oe.closed.mixin"]

    _closed_states = ("to_sign", "signed")
    _open_fields = frozenset()
    # What a document may be when it is created.
    _birth_states: tuple[str, ...] = ("draft",)

    state = fields.Selection(
        [("draft", "Draft"), ("to_sign", "To sign"), ("signed", "Signed")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    signed_on = fields.Date("Signed", readonly=True, copy=False)
    es_signed_on = fields.Datetime(
        "Signed by the entrepreneur", readonly=True, copy=False
    )
    es_signed_name = fields.Char("Name signed", readonly=True, copy=False)
    es_signature = fields.Binary(
        "Signature", attachment=True, readonly=True, copy=False
    )
    es_signature_hash = fields.Char(readonly=True, copy=False)
    manager_signed_on = fields.Datetime(
        "Signed for the cooperative", readonly=True, copy=False
    )
    manager_signed_by_id = fields.Many2one(
        "res.users",
        "Signed for it by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        default = self.default_get(["state"]).get("state")
        for vals in vals_list:
            state = vals.get("state", default)
            vals["state"] = state if state in self._birth_states else "draft"
            # Forced, not left out: a missing value would come from default_* of the
            # context, and one signs with the buttons only.
            given = SIGNING - self._birth_fields(vals["state"])
            vals.update(dict.fromkeys(given | {"seal", "seal_before"}, False))
        return super().create(vals_list)

    def _birth_fields(self, state):
        """Fields of the signing that a document born in a state may come with."""
        return frozenset()

    def write(self, vals):
        if (SIGNING | {"state"}) & set(vals):
            raise UserError(self.env._("One signs with the buttons only."))
        return super().write(vals)

    def _set_signing(self, values):
        """The one way to a state or a signature: past :meth:`write`."""
        # pylint: disable=super-method-mismatch
        return models.Model.write(self, values)

    def _lock(self):
        """Hold the rows: of two signatures at once the second reads the first."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR UPDATE",
                SQL.identifier(self._table),
                tuple(self.ids or [0]),
            )
        )
        self.invalidate_recordset()

    @api.model
    def _shown_to(self, partner, waiting=False):
        """What a person may read on the portal, as superuser; never drafts.

        :param bool waiting: only what waits for this person's signature
        """
        domain = Domain("entrepreneur_id.partner_id", "=", partner.id)
        if waiting:
            domain &= Domain("state", "=", "to_sign")
            domain &= Domain("es_signed_on", "=", False)
        else:
            domain &= Domain("state", "in", ("to_sign", "signed"))
        return self.sudo().search(domain)

    def _missing_terms(self):
        """Labels of what must be written before anybody signs."""
        self.ensure_one()
        return []

    def _check_complete(self):
        for document in self:
            missing = document._missing_terms()
            if missing:
                raise UserError(
                    self.env._(
                        "%(name)s cannot be signed yet. Write first: %(missing)s.",
                        name=document.display_name,
                        missing=", ".join(missing),
                    )
                )

    def action_send(self):
        """Freeze the document and put it before the entrepreneur."""
        self.check_access("write")
        self._lock()
        for document in self:
            if document.state != "draft":
                raise UserError(
                    self.env._("%(name)s was sent already.", name=document.display_name)
                )
        self._check_complete()
        self._check_may_send()
        self._set_signing({"state": "to_sign"})

    def _check_may_send(self):
        """Hook: what else must be true before a document is sent."""

    def action_reopen(self):
        """Take a document back; a signature given meanwhile is void."""
        self.check_access("write")
        self._lock()
        for document in self:
            if document.state != "to_sign":
                raise UserError(
                    self.env._(
                        "%(name)s is signed: it does not change any more.",
                        name=document.display_name,
                    )
                    if document.state == "signed"
                    else self.env._(
                        "%(name)s is a draft already.", name=document.display_name
                    )
                )
        self._set_signing({**dict.fromkeys(SIGNING, False), "state": "draft"})

    def _sign_es(self, partner, name, image):
        """The entrepreneur signs.

        :param partner: who signs
        :param str name: the name typed beside the signature
        :param str image: PNG of the signature, base64
        :raises UserError: with what to do instead
        """
        self.ensure_one()
        self._lock()
        if partner != self.entrepreneur_id.partner_id:
            raise UserError(self.env._("Nobody signs for another person."))
        if self.es_signed_on:
            raise UserError(self.env._("You have signed this document already."))
        if self.state != "to_sign":
            raise UserError(self.env._("This document does not wait for a signature."))
        self._check_drawing(name, image)
        self._set_signing(
            {
                "es_signed_on": fields.Datetime.now(),
                "es_signed_name": name.strip()[:64],
                "es_signature": image,
                "es_signature_hash": hashlib.sha256(image.encode()).hexdigest(),
            }
        )
        self._after_es_signature()

    @api.model
    def _check_drawing(self, name, image):
        """A signature is a name and a drawing."""
        if not (name or "").strip():
            raise UserError(self.env._("Write your name above the signature."))
        if not image:
            raise UserError(self.env._("Sign in the frame with your finger."))

    def _after_es_signature(self):
        """Hook: what the entrepreneur's signature sets off."""

    def _finish(self, day=None, **values):
        """Signed by everybody: the document is sealed and counts."""
        for document in self:
            document._set_signing(
                {"state": "signed", "signed_on": day or document._today(), **values}
            )
            document._seal(document._sealed_before())

    def _sealed_before(self):
        """The last sealed document of the same person: the chain goes on from it."""
        self.ensure_one()
        return self.search(
            [
                ("entrepreneur_id", "=", self.entrepreneur_id.id),
                ("company_id", "=", self.company_id.id),
                ("seal", "!=", False),
                ("id", "!=", self.id),
            ],
            order="signed_on desc, id desc",
            limit=1,
        )

    def _today(self):
        """The calendar day of the document's company."""
        self.ensure_one()
        return self.company_id._oe_today()
