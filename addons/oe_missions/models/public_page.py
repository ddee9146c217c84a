import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date, formatLang

from odoo.addons.oe_base.tools import lock_rows, plain_jpeg

from ..calc import public

JOB_LIMIT = 80
PHOTO_SIDE = 512
OPINIONS = 6


class PublicProfile(models.Model):
    """The profile as its person fills it in, and as everybody reads it."""

    _inherit = "oe.public.profile"

    @api.model
    def _sold_by(self, person):
        """Services that a person may offer: those of a company that hosts it now.

        :return: dict product → selling company
        """
        person_sudo = person.sudo()
        today = fields.Date.context_today(self)
        hosts = person_sudo.affiliation_ids.filtered(
            lambda line: line._holds(today)
        ).company_id
        # Without a price it is not shown: the public reads what a service costs.
        products = self.env["crm.lead"]._oe_services_offered().filtered("list_price")
        sold = {}
        for _nature, same in products.grouped("oe_service_nature").items():
            try:
                # Of one nature, all are sold by one company to a household.
                seller = same[0].product_tmpl_id._oe_seller(
                    person_sudo.territory_id, self.env["res.partner"]
                )
            except UserError:
                continue
            if seller in hosts:
                sold |= dict.fromkeys(same, seller)
        return sold

    def _competences_open(self):
        """Competences with a validated level today, at least one."""
        self.ensure_one()
        rows = self.env["oe.competence.assessment"]._valid_on(
            self.entrepreneur_id, fields.Date.context_today(self)
        )
        newest = {}
        for row in rows:
            newest.setdefault(row.skill_id, row.level)
        held = [skill.id for skill, level in newest.items() if level]
        return self.env["hr.skill"].sudo().browse(held)

    # -- the person's page ----------------------------------------------------------

    def _form(self):
        """What the form of the person shows: values, and what may be chosen."""
        self.ensure_one()
        person = self.entrepreneur_id
        commune = self.commune_id
        return {
            "state": self.state,
            "slug": self.slug,
            "consented_on": format_date(self.env, self.consented_on),
            "suspended_reason": self.suspended_reason or "",
            "is_published": self.is_published,
            "name_kind": self.name_kind,
            "names": [
                (key, f"{label} ({public.shown_name(person.name or '', key)})")
                for key, label in self._fields["name_kind"]._description_selection(
                    self.env
                )
            ],
            "job": self.job or "",
            "text": self.text or "",
            "place": f"{commune.postal_code} {commune.name}" if commune else "",
            "has_photo": self.has_photo,
            "skills": [
                (skill.id, skill.name, skill in self.competence_ids)
                for skill in self._competences_open()
            ],
            "services": [
                (product.id, product.name, product in self.service_ids)
                for product in self._sold_by(person)
            ],
            "languages": self._languages(),
            "shows_languages": self.shows_languages,
            "shows_opinions": self.shows_opinions,
        }

    def _languages(self):
        """Each language as its speakers call it: the core writes both names."""
        names = self.entrepreneur_id.lang_ids.mapped("name")
        return ", ".join(name.split(" / ")[-1] for name in names)

    def _save(self, user, values):
        """Keep what the person wrote; a published page changes at once.

        :param dict values: ``name_kind``, ``job``, ``text``, ``place``, ``skills``
            and ``services`` (ids), ``shows_languages``, ``shows_opinions``, and
            ``photo`` (bytes, or False to take it away)
        :raises UserError: naming what cannot be kept
        """
        self._assert_of(user)
        lock_rows(self)
        commune = self.env["oe.commune"]._typed(values["place"])
        if values["place"].strip() and not commune:
            raise UserError(
                self.env._("This commune is not known: write its postal code too.")
            )
        skills = self._competences_open().ids
        services = [product.id for product in self._sold_by(self.entrepreneur_id)]
        kept = {
            "job": " ".join(values["job"].split())[:JOB_LIMIT],
            "text": values["text"].replace("\r\n", "\n").strip(),
            "commune_id": commune.id,
            "competence_ids": [
                (6, 0, [row for row in skills if row in values["skills"]])
            ],
            "service_ids": [
                (6, 0, [row for row in services if row in values["services"]])
            ],
            "shows_languages": values["shows_languages"],
            "shows_opinions": values["shows_opinions"],
        }
        if values["name_kind"] in dict(self._fields["name_kind"].selection):
            kept["name_kind"] = values["name_kind"]
        if values["photo"] is not None:
            kept["photo"] = values["photo"] and self._drawn_anew(values["photo"])
        self.write(kept)
        missing = [label for label, value in self._needed() if not value]
        if self.is_published and missing:
            raise UserError(
                self.env._(
                    "Your profile is published: write %(what)s, or take it off first.",
                    what=", ".join(missing),
                )
            )

    def _drawn_anew(self, content):
        clean = plain_jpeg(content, PHOTO_SIDE)
        if not clean:
            raise UserError(self.env._("Take a photo first (JPEG or PNG)."))
        return base64.b64encode(clean)

    # -- what everybody reads -------------------------------------------------------

    @api.model
    def _open_domain(self):
        """Published by a person who is hosted today, and not suspended."""
        today = fields.Date.context_today(self)
        return [
            ("is_published", "=", True),
            ("is_suspended", "=", False),
            ("entrepreneur_id.active", "=", True),
            (
                "entrepreneur_id.affiliation_ids",
                "any",
                [
                    ("date_start", "<=", today),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">=", today),
                ],
            ),
        ]

    @api.model
    def _open(self, slug):
        """The profile behind an address, past the rules, if everybody may read it."""
        return self.sudo().search([("slug", "=", slug), *self._open_domain()])

    def _page(self):
        """Plain values of the public page; nothing that the person did not choose."""
        self.ensure_one()
        person = self.entrepreneur_id
        sold = {
            product: seller
            for product, seller in self._sold_by(person).items()
            if product in self.service_ids
        }
        opinions = self._opinions() if self.shows_opinions else {}
        return {
            "slug": self.slug,
            "name": self.shown_name,
            "job": self.job or "",
            "text": self.text or "",
            "has_photo": self.has_photo,
            "place": self.commune_id.name or "",
            "skills": (self._competences_open() & self.competence_ids).mapped("name"),
            "services": self._prices(sold),
            "sellers": self._sellers(sold),
            "languages": self._languages() if self.shows_languages else "",
            **opinions,
        }

    def _prices(self, sold):
        """Services with their price, VAT included, as the seller bills it."""
        hour = self.env.ref("uom.product_uom_hour")
        shown = []
        for product, seller in sold.items():
            taxes = product.taxes_id.filtered(
                lambda tax, seller=seller: tax.company_id == seller
            )
            currency = seller.currency_id
            total = taxes.compute_all(product.list_price, currency, 1, product)
            price = format_amount(self.env, total["total_included"], currency)
            if product.uom_id == hour:
                text = self.env._("%(price)s per hour, VAT included", price=price)
            else:
                text = self.env._(
                    "%(price)s, VAT included (%(unit)s)",
                    price=price,
                    unit=product.uom_id.name,
                )
            shown.append({"id": product.id, "name": product.name, "price": text})
        return shown

    def _sellers(self, sold):
        """Who sells: a price is never shown without the firm and its numbers."""
        by_seller = {}
        for product, seller in sold.items():
            by_seller.setdefault(seller, self.env["product.product"])
            by_seller[seller] |= product
        today = fields.Date.context_today(self)
        return [
            {
                "name": seller.name,
                "form": seller.oe_legal_form or "",
                "siren": public.siren(seller.company_registry or ""),
                "address": ", ".join(
                    part
                    for part in (
                        seller.street,
                        " ".join(word for word in (seller.zip, seller.city) if word),
                    )
                    if part
                ),
                "sentences": products.sudo()._oe_public_mentions(seller, today),
            }
            for seller, products in by_seller.items()
        ]

    def _opinions(self):
        """The average from three answers on, and comments that may be read."""
        answers = self.env["oe.satisfaction"].sudo()
        found = answers._average(self.entrepreneur_id)
        if not found:
            return {}
        rows = answers.search(
            [("entrepreneur_ids", "in", self.entrepreneur_id.ids), *answers._shown()],
            order="answered_on desc, id desc",
            limit=OPINIONS,
        )
        # A word on visits of several people would be read as if it were on one.
        alone = rows.filtered(lambda row: len(row.entrepreneur_ids) == 1)
        labels = dict(answers._fields["rating"]._description_selection(self.env))
        return {
            "average": formatLang(self.env, found[0], digits=1),
            "answers": found[1],
            "opinions": [
                {
                    "rating": labels[row.rating],
                    "comment": row.comment,
                    "month": format_date(
                        self.env, row.answered_on, date_format="MMMM yyyy"
                    ),
                }
                for row in alone
            ],
        }
