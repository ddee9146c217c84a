from odoo import models


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    def _load(self, template_code, company, install_demo, force_create=True):
        """A chart load brings default taxes of goods onto shared products: mend it."""
        result = super()._load(template_code, company, install_demo, force_create)
        if template_code == "fr":
            company._oe_after_chart_load()
        return result
