from odoo import api, models
from odoo.tools import format_date, formatLang

from odoo.addons.oe_base.calc.money import from_cents


class WorksOffer(models.Model):
    _inherit = "oe.works.offer"

    def _page(self):
        """Plain values of an offer, for the client and for its firm."""
        self.ensure_one()

        def money(amount):
            return formatLang(self.env, amount, currency_obj=self.currency_id)

        rates = dict(self.line_ids._fields["vat_rate"]._description_selection(self.env))
        return {
            "id": self.id,
            "firm": self.partner_id.name,
            "state": self.state,
            "lines": [
                {
                    "name": line.name,
                    "quantity": formatLang(
                        self.env,
                        line.quantity,
                        digits=0 if line.quantity % 1 == 0 else 2,
                    ),
                    "unit": line.unit,
                    "price": money(line.price_unit),
                    "vat": rates[line.vat_rate],
                    "amount": money(line.amount),
                }
                for line in self.line_ids
            ],
            "untaxed": money(self.amount_untaxed),
            "tax": money(self.amount_tax),
            "total": money(self.amount_total),
            "valid_until": format_date(self.env, self.valid_until),
            "holds": self.valid_until >= self.company_id._oe_today(),
            "delay": self.delay_days,
            "note": self.note or "",
            "photos": [(row.id, row.file_name) for row in self.photo_ids],
        }


class WorksLink(models.Model):
    _inherit = "oe.works.link"

    def _page(self):
        """What the firm sees: a commune until chosen, then who and where."""
        self.ensure_one()
        order = self.order_id
        offer = order.offer_ids.filtered(
            lambda row: (
                row.partner_id == self.partner_id and row.state in ("sent", "chosen")
            )
        )
        phase = self._phase(offer)
        values = {
            "title": order.title,
            "number": order.name,
            "company": self.company_id.name,
            "logo": f"/logo.png?company={self.company_id.id}",
            "phone": self.company_id.phone or "",
            "firm": self.partner_id.name,
            "phase": phase,
            "commune": self._commune(),
            "description": order.description or "",
            "pole": order.pole_id.name or "",
            "wanted": self._wanted(),
            "offer": offer._page() if offer else None,
            "open_until": format_date(self.env, self.expires_on),
        }
        if phase in ("ask", "offered", "declined"):
            values["charter"] = self._charter()
        if phase == "chosen":
            values |= self._chosen_values()
        return values

    def _phase(self, offer):
        order = self.order_id
        if offer.state == "chosen":
            return "chosen"
        if order.chosen_offer_id:
            return "lost"
        if self.declined_on:
            return "declined"
        return "offered" if offer else "ask"

    def _commune(self):
        place = self.order_id.place_id
        return " ".join(filter(None, (place.zip, place.city)))

    def _wanted(self):
        order = self.order_id
        days = (order.date_wanted_start, order.date_wanted_end)
        return " – ".join(format_date(self.env, day) for day in days if day)

    def _charter(self):
        return [
            (
                str(row.id),
                row.name,
                row.unit,
                self.env._(
                    "at most %(price)s per %(unit)s",
                    price=formatLang(
                        self.env, row.max_price, currency_obj=row.currency_id
                    ),
                    unit=row.unit,
                ),
            )
            for row in self._convention().charter_ids
        ]

    def _chosen_values(self):
        order = self.order_id
        place = order.place_id
        today = self.company_id._oe_today()
        waits = not order.express_request and today <= order.withdrawal_until
        hours = order.hours_ids.sorted("date", reverse=True)
        return {
            "client": order.partner_id.name,
            "address": ", ".join(
                filter(None, (place.street, place.street2, self._commune()))
            ),
            "client_phone": place.phone or order.partner_id.phone or "",
            "state": order.state,
            "start_after": waits and format_date(self.env, order.withdrawal_until),
            "payment_from": format_date(self.env, order.payment_from),
            "technicians": [
                (str(row.id), row.name)
                for row in order.chosen_offer_id.convention_id.technician_ids
            ],
            "hours": [
                (
                    format_date(self.env, row.date),
                    row.technician_id.name or "",
                    formatLang(self.env, row.minutes / 60, digits=2),
                )
                for row in hours
            ],
            "hours_total": formatLang(
                self.env, sum(hours.mapped("minutes")) / 60, digits=2
            ),
            "photos": [row.note or row.file_name for row in order._follow_up()],
            "finished_on": order.finished_on
            and format_date(self.env, order.finished_on),
            "received_on": order.received_on
            and format_date(self.env, order.received_on),
            "reserves": order._reserve_values(),
            "today": today.isoformat(),
        }


class WorksOrder(models.Model):
    _inherit = "oe.works.order"

    @api.model
    def _readable(self, partner):
        """Orders that a portal person sees: own, or by a mandate to accept."""
        principals = self.env["oe.mandate"].sudo()._principals(partner, "accept")
        return self.sudo().search(
            [
                ("partner_id", "in", (partner | principals).ids),
                ("state", "not in", ("draft", "requested", "cancelled")),
                ("company_id", "in", self.env.user.company_ids.ids),
            ]
        )

    @api.model
    def _presented_by(self, user, finished=False):
        """Orders an entrepreneur takes home: to choose on paper, or to receive."""
        person = user._oe_entrepreneur()
        if not person or not user.has_group("oe_base.group_oe_entrepreneur"):
            return self.sudo().browse()
        step = [("state", "=", "offered")]
        if finished:
            step = [("state", "=", "under_way"), ("finished_on", "!=", False)]
        return self.sudo().search(
            [
                *step,
                "|",
                ("assessed_by_id", "=", person.id),
                ("brought_by_id", "=", person.id),
            ]
        )

    def _follow_up(self):
        return self.photo_ids.filtered(lambda row: row.kind == "follow_up")

    def _reserve_values(self):
        return [
            (row.name, row.lifted_on and format_date(self.env, row.lifted_on))
            for row in self.reserve_ids
        ]

    def _open_offers(self):
        return self.offer_ids.filtered(lambda row: row.state in ("sent", "chosen"))

    def _page(self):
        """Plain values of an order for its client: the offers, then the works."""
        self.ensure_one()
        today = self.company_id._oe_today()
        day = self.chosen_on or today
        texts = self.env["oe.works.parameter"]._on(day)
        offers = self.chosen_offer_id or self._open_offers()
        return {
            "id": self.id,
            "number": self.name,
            "title": self.title,
            "client": self.partner_id.name,
            "company": self.company_id.name,
            "place": ", ".join(
                filter(None, (self.place_id.street, self.place_id.city))
            ),
            "adviser": self.assessed_by_id.name or "",
            "state": self.state,
            "offers": [{**row._page(), **self._kept(row, day)} for row in offers],
            "payment_text": texts.payment_text,
            "withdrawal_text": texts.withdrawal_text,
            "express_text": texts.express_text,
            "lacks_one": bool(
                self.assessed_by_id and len(self._open_offers().partner_id) < 2
            ),
            **(self._chosen_page(today) if self.chosen_offer_id else {}),
        }

    def _kept(self, offer, day):
        """What the cooperative and the bringer get of an offer, told to the client."""
        fee, bringer = self._fees(offer, day)

        def money(cents):
            return formatLang(
                self.env, float(from_cents(cents)), currency_obj=self.currency_id
            )

        return {
            "fee": money(fee) if fee else "",
            "bringer": money(bringer) if bringer else "",
            "bringer_name": self.brought_by_id.name or "",
        }

    def _chosen_page(self, today):
        rating = dict(self._fields["rating"]._description_selection(self.env))
        return {
            "signed_by": self.signed_by or "",
            "chosen_on": format_date(self.env, self.chosen_on),
            "payment_from": format_date(self.env, self.payment_from),
            "withdrawal_until": format_date(self.env, self.withdrawal_until),
            "may_withdraw": self.state in ("chosen", "under_way")
            and today <= self.withdrawal_until,
            "express": self.express_request,
            "photos": [(row.id, row.note or row.file_name) for row in self.photo_ids],
            "finished_on": self.finished_on and format_date(self.env, self.finished_on),
            "received_on": self.received_on and format_date(self.env, self.received_on),
            "reserves": self._reserve_values(),
            "rating": rating.get(self.rating, ""),
            "ratings": self._fields["rating"]._description_selection(self.env),
        }
