# Fed to the Odoo shell by bin/oe: the people, then the month they worked.
import os
import pathlib
import sys

root = pathlib.Path(os.environ["OE_ROOT"])
sys.path.insert(0, str(root / "config"))
from demo import card, month, people, stage  # noqa: E402

stage.Stage(env).build()
month.Month(env).live()
env.cr.commit()
card.install(env)
env.transaction.reset()
card.switch_on(env)
env.cr.commit()
state = pathlib.Path(os.environ["OE_STATE"])
(state / "personas.txt").write_text(people.table())
