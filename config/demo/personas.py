# Fed to the Odoo shell by bin/oe demo-clean: no demo login is left.
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(os.environ["OE_ROOT"]) / "config"))
from demo import people  # noqa: E402

people.remove(env)
env.cr.commit()
