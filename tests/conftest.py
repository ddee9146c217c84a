"""Make ``odoo.addons.<addon>.calc`` importable, with Odoo or without it.

With Odoo, our addons join its path. Without it, stand-in modules are enough for
the calc layers, which import nothing else: an addon's own ``__init__`` (which
loads its models) is then never run.
"""

import importlib
import importlib.util
import sys
import types
from pathlib import Path

ADDONS = Path(__file__).resolve().parent.parent / "addons"


def _stand_in(name: str, path: Path | None) -> None:
    module = types.ModuleType(name)
    module.__path__ = [str(path)] if path else []
    sys.modules[name] = module
    parent, _, leaf = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], leaf, module)


def _expose_addons() -> None:
    if importlib.util.find_spec("odoo"):
        path = importlib.import_module("odoo.addons").__path__
        if str(ADDONS) not in path:
            path.append(str(ADDONS))
        return
    _stand_in("odoo", None)
    _stand_in("odoo.addons", ADDONS)
    for addon in sorted(ADDONS.iterdir()):
        if addon.is_dir():
            _stand_in(f"odoo.addons.{addon.name}", addon)


_expose_addons()

if importlib.util.find_spec("hypothesis"):
    settings = importlib.import_module("hypothesis").settings
    # The same examples in every run: a failure is a fact, not a chance.
    settings.register_profile("oe", database=None, deadline=None, derandomize=True)
    settings.load_profile("oe")
