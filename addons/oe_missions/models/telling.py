from markupsafe import Markup, escape

from odoo import api, fields, models


class ClientMessage(models.Model):
    """What a client, or a relative by mandate, was told: shown on the portal."""

    _name = "oe.client.message"
    _description = "Message to a client"
    _inherit = ["oe.retention.mixin"]
    _order = "create_date desc, id desc"
    _rec_name = "subject"
    _check_company_auto = True

    _retention_code = "client_message"
    _retention_date_field = "create_date"

    partner_id = fields.Many2one(
        "res.partner", "Client", required=True, index=True, ondelete="cascade"
    )
    reader_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    subject = fields.Char(required=True)
    body = fields.Text(required=True)

    @api.model
    def _shown(self, partner, days=7):
        """What a person was told these last days, in the companies he deals with."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        return self.sudo().search(
            [
                ("reader_id", "=", partner.id),
                ("company_id", "in", self.env.user.company_ids.ids),
                ("create_date", ">=", since),
            ],
            limit=5,
        )


class ResPartner(models.Model):
    _inherit = "res.partner"

    oe_no_screen = fields.Boolean(
        "Without a screen",
        help="Told by phone or by letter: what changes goes to the list of calls.",
    )
    oe_deceased_on = fields.Date("Deceased on", readonly=True, copy=False)

    def _oe_has_screen(self):
        """Whether a message reaches this person without a call."""
        self.ensure_one()
        return not self.oe_no_screen and bool(
            self.email or self.user_ids.filtered("share")
        )

    def _oe_tell(self, subject, body, reason, company=None, on_page=True):
        """Tell clients something: by message where there is a screen, else by phone.

        The client and whoever holds a mandate to see the visits read it on the portal
        and by mail. A client without a screen, or whom nobody reads for, becomes a
        line of the list of calls. Nobody is told anything for somebody deceased.

        :param str subject: without a name, for it is the subject of a mail
        :param str body: plain text, without health data
        :param str reason: why, in some words, for who calls
        :param company: whose message it is, by default the current one
        :param bool on_page: False where the portal shows it already by a card
        :return: the calls to make
        """
        company = company or self.env.company
        calls = self.env["oe.call.task"].sudo()
        messages, told = [], []
        for client in self.sudo().filtered(lambda row: not row.oe_deceased_on):
            holders = client.oe_mandate_ids._now("visits").holder_id
            readers = (client | holders).filtered(lambda row: row._oe_has_screen())
            messages += [
                {
                    "partner_id": client.id,
                    "reader_id": reader.id,
                    "company_id": company.id,
                    "subject": subject,
                    "body": body,
                }
                for reader in readers
                if on_page
            ]
            told.append(readers)
            if client.oe_no_screen or not readers:
                calls |= calls._ask(client, subject, body, reason, company)
        self.env["oe.client.message"].sudo().create(messages)
        for readers in told:
            readers._oe_mail(subject, body, company)
        return calls

    def _oe_mail(self, subject, body, company):
        """One mail to each of these people that has an address, kept nowhere."""
        text = Markup("<p>%s</p>") % Markup("<br/>").join(
            escape(line) for line in body.splitlines()
        )
        self.env["mail.mail"].sudo().create(
            [
                {
                    "subject": subject,
                    "body_html": text,
                    "email_from": company.sudo().email_formatted or False,
                    "recipient_ids": [(4, person.id)],
                    "auto_delete": True,
                }
                for person in self
                if person.email
            ]
        )
