"""What an update from 19.0.1.0.0 does with contracts that exist."""

import importlib.util

from odoo.tests import tagged
from odoo.tools import file_path

from .common import CaeCase

SCRIPT = "oe_cae/migrations/19.0.1.1.0/post-migration.py"


@tagged("post_install", "-at_install")
class TestMigration(CaeCase):
    def test_existing_contracts_are_signed_and_keep_their_words(self):
        scheme = self._scheme()
        person = self._person("Nadia", self.cae)
        old = self._contract(person, scheme, objectives="Trois clients")
        draft = self._contract(
            self._person("Paul", self.cae, status="cape"), scheme, state="draft"
        )
        self.env.flush_all()
        # As the column stands right after it was added.
        self.env.cr.execute(
            "UPDATE oe_cae_contract SET signed_on = NULL WHERE id = %s", [old.id]
        )
        spec = importlib.util.spec_from_file_location("script", file_path(SCRIPT))
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _again in range(2):
            script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(old.signed_on, old.date_start)
        self.assertEqual((old.state, old.objectives), ("signed", "Trois clients"))
        self.assertFalse(draft.signed_on)
