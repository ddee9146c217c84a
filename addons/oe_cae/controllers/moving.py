from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.oe_base.controllers.files import private_file


class MovingFiles(http.Controller):
    """The report of a file to move in, for the managers of its company."""

    @http.route("/oe/cae/moving/<int:moving_id>/report", type="http", auth="user")
    def oe_moving_report(self, moving_id, **kwargs):
        """Line, reference, column, state and reason of every line."""
        job = request.env["oe.cae.moving"].browse(moving_id)
        companies = request.env.user.company_ids
        try:
            job = job.with_context(allowed_company_ids=companies.ids)
            job._check_mover()
            data = job._report_file()
        except (AccessError, MissingError) as error:
            # Whether it exists is nobody else's to know.
            raise NotFound() from error
        name = f"reprise-{job.kind}-{job.id}.csv"
        return private_file(data, name, "text/csv; charset=utf-8")
