from odoo import fields, models
from odoo.exceptions import AccessError, UserError

TODO = "mail.mail_activity_data_todo"


class CountersignedMixin(models.AbstractModel):
    """Signed by the entrepreneur, then for the cooperative; or both on paper."""

    _name = "oe.cae.countersigned.mixin"
    _description = "Document signed by both sides"
    _inherit = ["oe.cae.signed.mixin"]  # and mail.activity.mixin, in the documents

    paper = fields.Binary("Signed paper", attachment=True, copy=False)
    paper_name = fields.Char(copy=False)
    paper_date = fields.Date("Signed on paper on", copy=False)

    def action_countersign(self):
        """Sign for the cooperative, after the entrepreneur."""
        self._check_manager()
        self._lock()
        for document in self:
            if document.state == "signed":
                raise UserError(
                    self.env._(
                        "%(name)s is signed already.", name=document.display_name
                    )
                )
            if not document.es_signed_on:
                raise UserError(
                    self.env._(
                        "%(name)s waits for the signature of %(who)s: you sign last.",
                        name=document.display_name,
                        who=document.entrepreneur_id.name,
                    )
                )
            document._before_finish()
            document._finish(
                manager_signed_on=fields.Datetime.now(),
                manager_signed_by_id=self.env.uid,
            )
            document._after_finish()
        self.activity_feedback([TODO])

    def action_reopen(self):
        result = super().action_reopen()
        self.activity_unlink([TODO])
        return result

    def action_sign_paper(self):
        """Both signed on paper: the scan and its date make it count, and seal it."""
        self._check_manager()
        self._lock()
        for document in self:
            if document._is_closed():
                raise UserError(
                    self.env._(
                        "%(name)s is being signed or signed already.",
                        name=document.display_name,
                    )
                )
            if not document.paper or not document.paper_date:
                raise UserError(
                    self.env._(
                        "Add the signed paper and its date first: they are the proof."
                    )
                )
            document._check_complete()
            document._check_may_send()
            document._before_finish()
            document._finish(
                document.paper_date,
                manager_signed_on=fields.Datetime.now(),
                manager_signed_by_id=self.env.uid,
            )
            document._after_finish()

    def _check_manager(self):
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager signs for the cooperative."))

    def _before_finish(self):
        """Hook: what must be done so that the document may count."""
        self.ensure_one()

    def _after_finish(self):
        """Hook: what the document sets off once it counts."""
        self.ensure_one()

    def _after_es_signature(self):
        self.message_post(
            body=self.env._(
                "Signed by the entrepreneur on the portal; it waits for the manager."
            )
        )
        self._ask_manager()
        return super()._after_es_signature()

    def _ask_manager(self):
        """Whoever made the document signs next, else a manager of the company."""
        maker = self.create_uid
        if not maker.has_group("oe_base.group_oe_manager") or maker._is_superuser():
            managers = self.env["oe.cae.alert"]._managers(self.company_id)
            maker = managers.get(self.company_id)
        if maker:
            # No mail about it: its subject would name the person.
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                TODO,
                summary=self.with_context(lang=maker.lang).env._(
                    "Signed by the entrepreneur: sign for the cooperative"
                ),
                user_id=maker.id,
            )
