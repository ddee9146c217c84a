from fractions import Fraction

from odoo import api, models

from odoo.addons.oe_base.calc.money import from_cents, to_cents

from ..calc.activity import Mode
from ..calc.advance import AdvanceRequest
from ..calc.advance_lines import Sold, advance_lines, nature_code

MIDNIGHT = "T00:00:00Z"
CHILD_PUBLICS = ("child_under_3", "child_3_and_over")


class Advance(models.Model):
    """From an invoice to a payment request, and to the words of the service."""

    _inherit = "oe.sap.advance"

    @api.model
    def _request_of(self, move, client, provider_ref):
        """The request of an invoice as the computing layer checks it.

        :raises CalcError: when its lines make no request
        """
        lines = self._sold_lines(move)
        days = self._service_days(move)
        deposit, paid_on = self._deposit(move)
        return AdvanceRequest(
            provider_id=provider_ref or "",
            client_id=client.service_ref or "",
            client_birth_date=client.birth_date or None,
            invoice_number=move.name or "",
            invoice_date=move.invoice_date,
            start=min(days),
            end=max(days),
            included_cents=to_cents(move.amount_total),
            excluded_cents=to_cents(move.amount_untaxed),
            lines=advance_lines(lines),
            mode=Mode(move.oe_sap_mode or "prestataire"),
            deposit_cents=deposit,
            deposit_date=paid_on,
        )

    @api.model
    def _sold_lines(self, move):
        products = move.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        included = self._whole(products, "price_total", move.amount_total)
        excluded = self._whole(products, "price_subtotal", move.amount_untaxed)
        return [
            self._sold_line(line, gross, net)
            for line, gross, net in zip(products, included, excluded, strict=True)
        ]

    @api.model
    def _whole(self, lines, name, total):
        """Cents of each line; the cent that rounding of the whole moved is put back."""
        cents = [to_cents(line[name]) for line in lines]
        if cents:
            largest = cents.index(max(cents))
            cents[largest] += to_cents(total) - sum(cents)
        return cents

    @api.model
    def _sold_line(self, line, included, excluded):
        activity = line.product_id.oe_sap_activity_id.sudo()
        minutes = self.env["oe.sap.mentions"]._minutes(line, line.quantity)
        workers = [worker.register_number for worker in line._oe_sap_workers()]
        age = None
        day = line._oe_sap_day()
        if activity and activity._facts(day).public.value in CHILD_PUBLICS:
            beneficiary = self.env["oe.sap.rules"]._beneficiary(line.move_id, day)
            age = beneficiary.child_age
        version = activity.version_ids.filtered(lambda row: row.date_start <= day)
        latest = version.sorted("date_start")[-1:] or activity.version_ids[:1]
        return Sold(
            nature=nature_code(latest.urssaf_nature or ""),
            included_cents=included,
            excluded_cents=excluded,
            hours=None if minutes is None else Fraction(minutes, 60),
            worker_number=", ".join(workers) if workers and all(workers) else "",
            youngest_child_age=age,
            is_fee=line.product_id.oe_sap_is_fee,
        )

    @api.model
    def _service_days(self, move):
        """Days on which somebody came, or those the lines say, or the invoice's."""
        # Timesheets are barred to accountants; only their days leave.
        days = {hour_sudo.date for hour_sudo in move.sudo()._oe_hours()}
        days |= {
            line.oe_sap_service_date
            for line in move.invoice_line_ids
            if line.oe_sap_service_date
        }
        return days or {move.invoice_date}

    @api.model
    def _deposit(self, move):
        """Cents paid already, and the day of the last payment."""
        paid = to_cents(move.amount_total) - to_cents(move.amount_residual)
        if not paid:
            return 0, None
        receivable = move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        dates = receivable.matched_credit_ids.mapped("max_date")
        return paid, max(dates, default=move.invoice_date)

    def _payload(self):
        """The request in the words of the service."""
        self.ensure_one()
        account = self.env["oe.sap.advance.account"]._of(self.company_id)
        request = self._request_of(
            self.move_id, self.client_id, account[self.company_id].provider_ref
        )
        return payload(request)


def payload(request):
    """A request as JSON: amounts in euros, dates at midnight UTC."""
    content = {
        "idTiersFacturation": request.provider_id,
        "idClient": request.client_id,
        "dateNaissanceClient": _day(request.client_birth_date),
        "numFactureTiers": request.invoice_number,
        "dateFacture": _day(request.invoice_date),
        "dateDebutEmploi": _day(request.start),
        "dateFinEmploi": _day(request.end),
        "mntFactureTTC": _euros(request.included_cents),
        "mntFactureHT": _euros(request.excluded_cents),
        "inputPrestations": [_line(line) for line in request.lines],
    }
    if request.deposit_cents:
        content["mntAcompte"] = _euros(request.deposit_cents)
        content["dateVersementAcompte"] = _day(request.deposit_date)
    return content


def _line(line):
    return {
        "codeNature": line.nature_code,
        "quantite": float(line.quantity),
        "unite": line.unit.value,
        "mntUnitaireTTC": _euros(line.unit_included_cents),
        "mntPrestationTTC": _euros(line.included_cents),
        "mntPrestationHT": _euros(line.excluded_cents),
        "mntPrestationTVA": _euros(line.vat_cents),
        "complement2": line.worker_number,
    }


def _euros(cents):
    # JSON knows no decimals: the shortest text of this float is the amount.
    return float(from_cents(cents))


def _day(day):
    return f"{day}{MIDNIGHT}"
