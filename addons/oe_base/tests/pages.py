"""What tests of pages share: forms with their token, hostile remote calls."""

from odoo.http import Request
from odoo.tests import HttpCase


class PageCase(HttpCase):
    """Beside one of the cases that make people: pages as a browser meets them."""

    def csrf_token(self):
        """The token that a form of this session holds."""
        return Request.csrf_token(self)

    def _post(self, route, files=None, **data):
        """Send a form, with its token."""
        return self.url_open(
            route, data={"csrf_token": self.csrf_token(), **data}, files=files
        )

    def _assertCallsRefused(self, *calls):
        """Each remote call ``(model, method, args)`` is answered by an error."""
        for model, method, args in calls:
            params = {"model": model, "method": method, "args": args, "kwargs": {}}
            answer = self.url_open(
                "/web/dataset/call_kw",
                json={"jsonrpc": "2.0", "method": "call", "params": params},
            ).json()
            self.assertIn("error", answer, (model, method))
