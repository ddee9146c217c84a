from odoo import api, models
from odoo.tools import format_amount, format_date

from odoo.addons.oe_base.calc.money import percent, rate, to_cents

from ..calc import invoice as calc_invoice, quote as calc_quote
from ..calc.activity import Mode, Regime
from .rules import MODES


class SapMentions(models.AbstractModel):
    """What a quote and an invoice of home services must say, and say it in print."""

    _name = "oe.sap.mentions"
    _description = "Mentions of home service documents"

    @api.model
    def _minutes(self, line, quantity):
        """Minutes of a line sold by the hour, else None (lump sum)."""
        unit = line.product_uom_id
        hour = self.env.ref("uom.product_uom_hour")
        if unit == hour:
            return int(rate(quantity) * 60)
        return None

    @api.model
    def _address(self, partner):
        """Name and address of a partner on one line."""
        partner_sudo = partner.sudo()
        parts = (partner_sudo.street, partner_sudo.zip, partner_sudo.city)
        return ", ".join(part for part in parts if part)

    @api.model
    def _number(self, lines, day):
        """The number to print: what the sold activities need, as held on the day."""
        document = lines[:1]._oe_sap_document()
        held = self.env["oe.sap.authorization"]._held(document.company_id)
        mine_sudo = held.get(document.company_id, self.env["oe.sap.authorization"])
        mine_sudo = mine_sudo.sudo()._of_document(document)
        mine_sudo = mine_sudo.filtered(lambda row: row._period().contains(day))
        mode = Mode(document.oe_sap_mode or "prestataire")
        wanted = {
            line.product_id.oe_sap_activity_id.sudo()._facts(day).regime(mode)
            for line in lines
        }
        wanted.add(Regime.DECLARATION)
        return mine_sudo.filtered(lambda row: Regime(row.kind) in wanted)

    @api.model
    def _quote(self, order):
        """A quote as the computing layer checks it."""
        lines = self.env["oe.sap.rules"]._lines(order.order_line)
        decisions = self.env["oe.sap.rules"]._decisions(lines)
        fees = order.order_line.filtered(lambda li: li.product_id.oe_sap_is_fee)
        place = order.partner_shipping_id or order.partner_id
        return calc_quote.Quote(
            day=order.date_order and order.date_order.date(),
            valid_until=order.validity_date or None,
            provider=order.company_id.name,
            authorization_number=", ".join(
                self._number(lines, order.oe_sap_day).mapped("number")
            ),
            client=order.partner_id.name,
            place=self._address(place),
            mode=Mode(order.oe_sap_mode) if order.oe_sap_mode else None,
            lines=tuple(self._quote_line(line) for line in lines),
            total_cents=to_cents(order.amount_total),
            extra_fees=self._extra_fees(order, fees),
            tax_credit=any(decision.tax_credit for decision in decisions.values()),
        )

    @api.model
    def _quote_line(self, line):
        minutes = self._minutes(line, line.product_uom_qty)
        price = to_cents(line.price_unit)
        return calc_quote.QuoteLine(
            description=line.name,
            # A lump sum says no hours; the calc layer refuses what stays unsaid.
            minutes=minutes,
            hourly_cents=None if minutes is None or not price else price,
            lump_sum_cents=price if minutes is None and price else None,
            vat_rate=percent(line.tax_ids[:1].amount) if line.tax_ids else None,
        )

    @api.model
    def _extra_fees(self, order, fees):
        if not fees and order.oe_sap_fees != "none":
            return None
        return tuple(
            calc_quote.ExtraFee(
                fee.name, to_cents(fee.price_subtotal), to_cents(fee.price_total)
            )
            for fee in fees
        )

    @api.model
    def _quote_block(self, order):
        """What the block on the quote prints: plain values, or None without SAP.

        :return: dict ``mentions`` (label, text), ``notices``, ``credit``
        """
        lines = self.env["oe.sap.rules"]._lines(order.order_line)
        if not lines:
            return None
        data = self._quote(order)
        explain = self.env["oe.sap.explain"]
        texts = {
            "date_and_validity": self.env._(
                "%(day)s, valid until %(until)s",
                day=format_date(self.env, data.day),
                until=format_date(self.env, data.valid_until),
            ),
            "provider": ", ".join(
                (data.provider, self._address(order.company_id.partner_id))
            ).strip(", "),
            "authorization_number": data.authorization_number,
            "client": data.client,
            "place": data.place,
            "description": "; ".join(line.description for line in data.lines),
            "mode": dict(self._modes())[order.oe_sap_mode],
            "hours": "; ".join(self._hours(line.minutes) for line in data.lines),
            "price": "; ".join(self._price(order, line) for line in data.lines),
            "vat_rate": "; ".join(
                explain._percent(line.vat_rate or 0) for line in data.lines
            ),
            "total": format_amount(self.env, order.amount_total, order.currency_id),
            "extra_fees": self._fees_text(order, data.extra_fees),
        }
        return {
            "mentions": [
                (explain._mention(name), texts[name]) for name in calc_quote.MENTIONS
            ],
            "notices": self._notices(data),
            "credit": data.tax_credit and self._credit_text(order.oe_sap_day),
        }

    @api.model
    def _notices(self, data):
        warning = self.env._(
            "As an employer, the household has duties of labour law: pay, "
            "contributions, leave, dismissal."
        )
        codes = calc_quote.notices(data)
        return [warning] if calc_quote.EMPLOYER_WARNING in codes else []

    @api.model
    def _modes(self):
        field = self.env["sale.order"]._fields["oe_sap_mode"]
        return field._description_selection(self.env) if field else MODES

    @api.model
    def _hours(self, minutes):
        hours, rest = divmod(minutes or 0, 60)
        return f"{hours} h {rest:02d}"

    @api.model
    def _price(self, order, line):
        cents = line.hourly_cents
        if cents is None:
            return format_amount(
                self.env, (line.lump_sum_cents or 0) / 100, order.currency_id
            )
        return self.env._(
            "%(price)s per hour, excl. VAT",
            price=format_amount(self.env, cents / 100, order.currency_id),
        )

    @api.model
    def _fees_text(self, order, fees):
        if not fees:
            return self.env._("none")
        return "; ".join(
            self.env._(
                "%(what)s: %(excluded)s excl. VAT, %(included)s incl. VAT",
                what=fee.description,
                excluded=format_amount(
                    self.env, fee.excluded_cents / 100, order.currency_id
                ),
                included=format_amount(
                    self.env, fee.included_cents / 100, order.currency_id
                ),
            )
            for fee in fees
        )

    @api.model
    def _credit_text(self, day):
        parameter_sudo = self.env["oe.sap.parameter"]._by_day()(day)
        return self.env._(
            "These services may open a tax credit of %(rate)s of what the household "
            "really bears, within the yearly ceilings (%(article)s).",
            rate=self.env["oe.sap.explain"]._percent(
                percent(parameter_sudo.credit_rate)
            ),
            article=parameter_sudo.credit_article,
        )

    @api.model
    def _invoice(self, move):
        """An invoice as the computing layer checks it."""
        lines = self.env["oe.sap.rules"]._lines(move._oe_sap_sold_lines())
        held = self._number(lines, lines[:1]._oe_sap_day())
        declared = held.filtered(lambda row: row.kind == "declaration")[:1]
        fees = move.invoice_line_ids.filtered(lambda li: li.product_id.oe_sap_is_fee)
        return calc_invoice.SapInvoice(
            provider=move.company_id.name,
            declaration_number=declared.number or None,
            declared_on=declared.date_start or None,
            approved=bool(held.filtered(lambda row: row.kind == "agrement")),
            client=move._oe_sap_client().name,
            total_cents=to_cents(move.amount_total),
            travel_cents=sum(to_cents(fee.price_total) for fee in fees),
            lines=tuple(self._invoice_line(line) for line in lines),
        )

    @api.model
    def _invoice_line(self, line):
        # A payer's part says the time and the price of the whole service.
        sold = line.oe_sap_part_of_id or line
        minutes = self._minutes(sold, sold.quantity)
        price = to_cents(sold.price_unit)
        return calc_invoice.InvoiceLine(
            nature=line.name,
            minutes=minutes,
            hourly_cents=price if minutes is not None else None,
            lump_sum_cents=price if minutes is None else None,
            price_cents=to_cents(line.price_total),
            workers=line._oe_sap_workers(),
        )

    @api.model
    def _invoice_block(self, move):
        """What the block on the invoice prints: plain values, or None without SAP."""
        lines = self.env["oe.sap.rules"]._lines(move.invoice_line_ids)
        if not lines or not move.is_sale_document():
            return None
        data = self._invoice(move)
        check = calc_invoice.check_invoice(data)
        return {
            "declaration": data.declaration_number,
            "declared_on": data.declared_on and format_date(self.env, data.declared_on),
            "workers": [
                (worker.name, worker.register_number or self.env._("no number"))
                for worker in dict.fromkeys(
                    worker for line in data.lines for worker in line.workers
                )
            ],
            "hours": [
                (line.nature.split("\n")[0], self._hours(line.minutes))
                for line in data.lines
            ],
            "travel": format_amount(
                self.env, data.travel_cents / 100, move.currency_id
            ),
            "no_advantage": bool(check.notices),
        }
