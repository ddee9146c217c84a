# Fed to the Odoo shell by bin/oe: the people only, for journeys that live the month.
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(os.environ["OE_ROOT"]) / "config"))
from demo import stage  # noqa: E402

stage.Stage(env).build()
env.cr.commit()
