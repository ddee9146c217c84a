"""Names that a newcomer can guess, rows of rights that nobody forgot."""

import csv
import re

import pytest
from house.source import ADDONS, NAMES, ROOT, model_classes, python_files, tracked_files

MODELS = [model for model in model_classes() if model.name]
STORED = [model for model in MODELS if model.kind == "Model"]
CORE = [
    model
    for model in model_classes()
    if not model.name and not model.extends[0].startswith("oe.")
]


def label(model):
    return f"{model.addon}:{model.name or model.extends[0]}"


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_models_are_named_oe(model):
    assert re.fullmatch(r"oe(\.[a-z]+)+", model.name)
    assert model.values.get("_description")


@pytest.mark.parametrize("model", CORE, ids=label)
def test_fields_on_core_models_start_with_oe(model):
    assert [name for name in model.fields if not name.startswith("oe_")] == []


def _access_rows():
    rows = set()
    for addon in NAMES:
        path = ADDONS / addon / "security" / "ir.model.access.csv"
        if path.exists():
            for row in csv.DictReader(path.open()):
                rows.add(row["model_id:id"].split(".")[-1])
                assert row["group_id:id"], f"{addon}: {row['id']} has no group"
    return rows


@pytest.mark.parametrize(
    "model", [m for m in MODELS if m.kind != "AbstractModel"], ids=label
)
def test_every_model_has_an_access_row(model):
    assert f"model_{model.name.replace('.', '_')}" in _access_rows()


def test_no_access_for_every_portal_user():
    for path in tracked_files():
        if path.name == "ir.model.access.csv":
            assert "base.group_portal" not in path.read_text()
            assert "base.group_public" not in path.read_text()


@pytest.mark.parametrize("model", STORED, ids=label)
def test_every_stored_model_has_a_company_rule_or_says_why_not(model):
    if model.values.get("_oe_shared"):
        return
    owned = {"company_id", "company_ids"} & set(model.fields)
    assert owned, "no company_id and no _oe_shared"
    wanted = f'id="{model.name.replace(".", "_")}_rule_company"'
    rules = "".join(
        path.read_text() for path in (ADDONS / model.addon / "security").glob("*.xml")
    )
    assert wanted in rules


@pytest.mark.parametrize("addon", NAMES)
def test_files_are_small_enough_to_read(addon):
    for path in python_files(addon):
        if "tests" not in path.parts:
            assert len(path.read_text().splitlines()) <= 300, path


# Public pages without account: an address that is said on the phone.
SPOKEN = (
    "/entrepreneurs",
    "/services",
)


def test_routes_are_below_one_root():
    for addon in NAMES:
        for path in python_files(addon, "controllers"):
            for route in re.findall(r'"(/[a-z][^"]*)"', path.read_text()):
                known = ("/my", "/oe", "/web", *SPOKEN)
                assert route.startswith(known), f"{path}: {route}"


# Built from pieces, so that this file does not match itself.
HOSTS = ("debian" + ".org", "pypi" + ".org", "npm" + "js", "pythonhosted" + ".org")
PATHS = ("/work" + "/", "/root" + "/", "/home" + "/")


def test_no_package_host_and_no_machine_path_in_any_file():
    wrong = []
    for path in tracked_files():
        if path.suffix in (".png", ".jpg", ".csv", ".ico", ".woff2"):
            continue
        text = path.read_text(errors="replace")
        wrong += [
            (str(path.relative_to(ROOT)), word)
            for word in HOSTS + PATHS
            if word in text
        ]
    assert wrong == []
