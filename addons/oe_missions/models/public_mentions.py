from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    oe_legal_form = fields.Char(
        "Legal form",
        help="As the statutes say it, with variable capital if so: printed wherever "
        "prices are shown to the public (C. com. R.123-237).",
    )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _oe_public_mentions(self, company, day):
        """Sentences that the law wants beside public prices of these services.

        Hook: who knows a regulated trade adds its own.

        :param company: who sells them
        :param date day: the day they are read
        :return: list of sentences
        """
        return []
