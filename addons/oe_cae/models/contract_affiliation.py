from odoo import api, models


class Contract(models.Model):
    """The contract writes the affiliation, which every other add-on reads."""

    _inherit = "oe.cae.contract"

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts._sync_affiliation()
        return contracts

    def write(self, vals):
        result = super().write(vals)
        if {"kind", "date_start", "date_end", "entrepreneur_id", "company_id"} & set(
            vals
        ):
            self._sync_affiliation()
        return result

    def _sync_affiliation(self):
        """The affiliation says what the contract says; one made before is taken on."""
        for contract in self.filtered(lambda contract: contract.state == "signed"):
            values = {"date_start": contract.date_start, "date_end": contract.date_end}
            line = contract.affiliation_id or contract._matching_affiliation()
            if line:
                line.write({**values, "status": contract.kind})
            else:
                line = line.create(
                    {
                        **values,
                        "entrepreneur_id": contract.entrepreneur_id.id,
                        "company_id": contract.company_id.id,
                        "status": contract.kind,
                    }
                )
            contract.affiliation_id = line

    def _matching_affiliation(self):
        taken = self.entrepreneur_id.cae_contract_ids.affiliation_id
        lines = self.entrepreneur_id.affiliation_ids - taken
        return lines.filtered(
            lambda line: (
                line.company_id == self.company_id
                and line.status == self.kind
                and (not line.date_end or line.date_end >= self.date_start)
                and (not self.date_end or line.date_start <= self.date_end)
            )
        )[:1]
