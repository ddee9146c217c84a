from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc.pay_csv import french
from ..calc.table_csv import Amount, content
from .pay_run import HANDLERS

CLIENTS = (
    *("nom", "societe", "siren_siret", "courriel", "telephone", "adresse"),
    *("code_postal", "ville", "factures", "facture_ht", "reste_du"),
)
PAYROLL = (
    *("matricule", "dernier_jour", "motif", "solde_compte", "reserves"),
    *("dernier_mois", "brut_dernier_mois", "net_dernier_mois", "conges_restants"),
)


class Exit(models.Model):
    """What leaves with the person: the clients as a file; what payroll needs."""

    _inherit = "oe.cae.exit"

    def _export_clients(self):
        """The person's own clients as a file; each taking is written down.

        Called as superuser, after the page or the button checked who asks.

        :return: ``(content, file name)``
        :raises UserError: when the contract gives the clients to the cooperative
        """
        self.ensure_one()
        if not self._may_take_clients():
            raise UserError(
                self.env._("The contract gives the clients to the cooperative.")
            )
        lock_rows(self)
        person = self.entrepreneur_id
        self.env["oe.read.log"]._record(
            person.partner_id, self.env._("Export of the clients"), self.company_id
        )
        if not self.exported_on:
            self._put({"exported_on": fields.Datetime.now()})
        clients = (
            self.env["oe.cae.client"].with_context(active_test=False)._book(person)
        )
        sold = self._sold(clients.partner_id)
        rows = [self._client_row(client.partner_id, sold) for client in clients]
        return content(CLIENTS, rows), f"clients-{self.id}.csv"

    def _sold(self, partners):
        """Invoices of the person to each client: how many, excl. VAT, still owed."""
        groups = self.env["account.move"]._read_group(
            [
                ("oe_activity_id.entrepreneur_id", "=", self.entrepreneur_id.id),
                ("company_id", "=", self.company_id.id),
                ("partner_id", "in", partners.ids),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
            ],
            ["partner_id"],
            ["__count", "amount_untaxed_signed:sum", "amount_residual_signed:sum"],
        )
        return {partner.id: values for partner, *values in groups}

    def _client_row(self, partner, sold):
        count, untaxed, owed = sold.get(partner.id, (0, 0.0, 0.0))
        return (
            partner.name,
            self.env._("yes") if partner.is_company else self.env._("no"),
            partner.company_registry,
            partner.email,
            partner.phone,
            partner.street,
            partner.zip,
            partner.city,
            count,
            Amount(french(to_cents(untaxed))),
            Amount(french(to_cents(owed))),
        )

    def action_export_clients(self):
        """The manager takes the file for the person."""
        self.ensure_one()
        self._check_exporter()
        return {
            "type": "ir.actions.act_url",
            "url": f"/oe/exits/{self.id}/clients",
            "target": "self",
        }

    def _check_exporter(self):
        self.check_access("read")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(
                self.env._("The person or a manager takes the clients along.")
            )

    # -- solde de tout compte ------------------------------------------------------

    def _payroll_row(self):
        """What payroll needs for the solde de tout compte, one line."""
        lines = self.entrepreneur_id.affiliation_ids.filtered(
            lambda line: line.company_id == self.company_id and line.register_number
        )
        pays = self.env["oe.cae.pay"].search(
            [
                ("entrepreneur_id", "=", self.entrepreneur_id.id),
                ("company_id", "=", self.company_id.id),
                ("kind", "=", "salaried"),
                ("state", "!=", "draft"),
            ],
            order="month desc",
            limit=1,
        )
        leave = self.contract_id.interview_ids.filtered(
            lambda row: row.state == "signed"
        ).sorted("date")[-1:]
        balance = sum(part._cut_totals()[1] for part in self.part_ids)
        return (
            lines.sorted("date_start")[-1:].register_number,
            self.date_end,
            self._label_of(self.contract_id, "end_reason"),
            Amount(french(balance)),
            Amount(french(self._reserves_cents())),
            pays.month and f"{pays.month:%Y-%m}",
            Amount(french(to_cents(pays.real_gross if pays.real_on else pays.gross))),
            Amount(french(to_cents(pays.real_net if pays.real_on else pays.net))),
            f"{leave.leave_left:.2f}".replace(".", ",") if leave else "",
        )

    def _export_payroll(self):
        """The file for payroll; called as superuser after the checks.

        :return: ``(content, file name)``
        """
        self.ensure_one()
        row = self._payroll_row()
        if not row[0]:
            raise UserError(
                self.env._(
                    "No staff register number: %(names)s. Write it on the hosting of "
                    "each person, payroll knows people by it.",
                    names=self.entrepreneur_id.name,
                )
            )
        return content(PAYROLL, [row]), f"solde-tout-compte-{row[0]}.csv"

    def action_export_payroll(self):
        """Hand the figures of the solde de tout compte over to payroll."""
        self.ensure_one()
        self._check_handler()
        self.sudo()._payroll_row()
        return {
            "type": "ir.actions.act_url",
            "url": f"/oe/exits/{self.id}/payroll",
            "target": "self",
        }

    def _check_handler(self):
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in HANDLERS):
            raise AccessError(
                self.env._("Files of pay are for managers and accountants.")
            )

    # -- the access ends -----------------------------------------------------------

    @api.model
    def _cron_access_end(self):
        """Once a day: whoever's access is over loses the company, or the login."""
        exits = self.search(
            [("access_end", "!=", False), ("access_closed_on", "=", False)]
        )
        for row in exits:
            today = row.company_id._oe_today()
            if row.access_end < today:
                row._close_access(today)

    def _close_access(self, today):
        """Take the company off the login; the login goes with the last one.

        Somebody hosted by this company again keeps it.
        """
        person = self.entrepreneur_id
        hosted = person.affiliation_ids.filtered(
            lambda line: not line.date_end or line.date_end >= today
        )
        user = person.user_id.filtered("share")
        if self.company_id not in hosted.company_id and user:
            others = user.company_ids - self.company_id
            if hosted and others:
                user.write({"company_id": others[0].id, "company_ids": others.ids})
            elif not hosted:
                self._close_login(user)
        self._put({"access_closed_on": today})

    def _close_login(self, user):
        """Nobody hosts the person: the login goes, unless it serves something else."""
        mine = self.env.ref("oe_base.group_oe_entrepreneur")
        others = [
            self.env.ref(f"oe_base.group_oe_{role}")
            for role in ("client", "partner", "holder")
        ]
        if any(group in user.group_ids for group in others):
            user.group_ids -= mine
        else:
            user.active = False
