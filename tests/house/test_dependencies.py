"""Who may know whom: manifests and imports against one picture."""

import sys

import pytest
from house.source import ADDONS, NAMES, imports, manifest, python_files

# The picture of the README. A bridge between two siblings is an add-on of its own
# that installs itself.
MAY_KNOW = {
    "oe_base": set(),
    "oe_cae": {"oe_base"},
    "oe_missions": {"oe_base"},
    "oe_sap": {"oe_base", "oe_missions"},
    "oe_royalty": {"oe_base"},
    "oe_royalty_cae": {"oe_base", "oe_cae", "oe_royalty"},
    "oe_training": {"oe_base"},
}
FORBIDDEN_CORE = {"website", "certificate", "project_hr_skills"}
FREE = {"LGPL-3"}


def test_every_addon_is_in_the_picture():
    assert set(NAMES) == set(MAY_KNOW)


@pytest.mark.parametrize("addon", NAMES)
def test_manifest_names_only_allowed_siblings(addon):
    siblings = {name for name in manifest(addon)["depends"] if name.startswith("oe_")}
    assert siblings <= MAY_KNOW[addon]


@pytest.mark.parametrize("addon", NAMES)
def test_imports_reach_only_allowed_siblings(addon):
    for path in python_files(addon):
        for name in imports(path):
            if name.startswith("odoo.addons.oe_"):
                other = name.split(".")[2]
                assert other in MAY_KNOW[addon] | {addon}, f"{path}: {name}"


@pytest.mark.parametrize("addon", NAMES)
def test_calc_knows_the_standard_library_and_base_calc_only(addon):
    for path in python_files(addon, "calc"):
        for name in imports(path):
            if name.startswith("odoo.addons.oe_base.calc"):
                continue
            top = name.split(".")[0]
            assert top in sys.stdlib_module_names, f"{path}: {name}"


@pytest.mark.parametrize("addon", NAMES)
def test_manifest_is_ours(addon):
    data = manifest(addon)
    assert data["license"] == "LGPL-3"
    assert data["version"].startswith("19.0.")
    assert data["author"] == "Oui Ensemble"
    for listed in data.get("data", []) + data.get("demo", []):
        assert (ADDONS / addon / listed).is_file(), listed


def test_what_we_depend_on_is_free_down_to_the_ground():
    modules = pytest.importorskip("odoo.modules")
    seen, todo = set(), set(NAMES)
    while todo:
        name = todo.pop()
        seen.add(name)
        found = manifest(name) if name in NAMES else _core_manifest(modules, name)
        assert found["license"] in FREE, f"{name}: {found['license']}"
        todo |= set(found["depends"]) - seen
    assert not seen & FORBIDDEN_CORE


def _core_manifest(modules, name):
    found = modules.Manifest.for_addon(name)
    assert found, f"{name} is not in this Odoo"
    return found
