from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.controllers.forms import number_of

from ..models.simulator import SLIDERS
from .portal import CaePortal

NAMES = (*(name for name, *_rest in SLIDERS), "months", "pension", "kept")


class SimulatorPortal(CaePortal):
    """What would a month give? Computed on the server, nothing is stored.

    A form that is sent works without any script; with one, the same figures come as
    the sliders move. Sent by POST: no address, and no log, carries the figures.
    """

    @http.route(
        "/my/oe/simulator",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def oe_cae_simulator(self, contract_id="", **form):
        """The sliders, first on the last statement, and what they give."""
        place, contracts = self._oe_place(contract_id)
        simulator = request.env["oe.cae.simulator"]
        error, result, given = None, None, {}
        if place:
            sent = request.httprequest.method == "POST" and "hours" in form
            given = self._oe_given(form) if sent else simulator._prefill(place)
            try:
                result = self._oe_simulated(place, given)
            except UserError as refusal:
                error = str(refusal)
        return self._oe_render(
            "oe_cae.portal_simulator",
            "account",
            contracts=[
                (str(contract_sudo.id), contract_sudo.company_id.name)
                for contract_sudo in contracts
            ],
            contract_id=str(place.contract.id) if place else "",
            statement=place and place.statement.display_name,
            sliders=simulator._sliders(given),
            given=given,
            rule=simulator._progressive_rule(place) if place else "",
            result=result,
            oe_error=error,
        )

    @http.route("/my/oe/simulator/compute", type="jsonrpc", auth="user")
    def oe_cae_simulator_compute(self, contract_id="", **form):
        """The result alone, for the sliders; reads, stores nothing."""
        place, _contracts = self._oe_place(contract_id)
        if not place:
            return {"error": request.env._("You have no contract to simulate.")}
        try:
            result = self._oe_simulated(place, self._oe_given(form))
        except UserError as refusal:
            return {"error": str(refusal)}
        html = request.env["ir.qweb"]._render(
            "oe_cae.portal_simulator_result", {"result": result}
        )
        return {"html": str(html)}

    def _oe_place(self, contract_id):
        """Where the person simulates, among the own contracts only."""
        self._oe_cae_allowed()
        person = request.env.user._oe_entrepreneur()
        today = request.env["oe.portal"]._today()
        simulator = request.env["oe.cae.simulator"]
        contracts = simulator._contracts(person, today)
        chosen = contracts.filtered(lambda row: str(row.id) == str(contract_id))
        contract = (chosen or contracts)[:1]
        return (simulator._place(contract, today) if contract else None), contracts

    def _oe_given(self, form):
        return {name: str(form.get(name) or "")[:20] for name in NAMES}

    def _oe_simulated(self, place, given):
        """The result of what was typed.

        :raises UserError: naming what cannot be read
        """
        simulator = request.env["oe.cae.simulator"]
        labels = simulator._labels()
        numbers = {
            name: number_of(given.get(name) or "0", labels[name])
            for name, *_rest in SLIDERS
        }
        wish = simulator._wish(numbers, given.get("months"))
        return simulator._result(place, wish, self._oe_pension(given))

    def _oe_pension(self, given):
        if not (given.get("pension") or "").strip():
            return None
        env = request.env
        full = number_of(given["pension"], env._("Full pension a month"))
        kept = number_of(given.get("kept") or "0", env._("Activity kept, %"))
        return to_cents(full), kept
