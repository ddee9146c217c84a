"""docker-compose.yml says what config/pins.json pins, and holds no secret."""

import json
import re

import pytest
from house.source import NAMES, ROOT

yaml = pytest.importorskip("yaml")

PINS = json.loads((ROOT / "config" / "pins.json").read_text())
TEXT = (ROOT / "docker-compose.yml").read_text()


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(TEXT)


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def _mounts(service):
    """Target of every mount, with its source and whether it is read-only."""
    found = {}
    for mount in service["volumes"]:
        source, target, *mode = mount.split(":")
        found[target] = (source, mode == ["ro"])
    return found


def test_images_are_the_pinned_ones(services):
    assert services["odoo"]["image"] == PINS["odoo"]["docker"]
    assert services["db"]["image"] == PINS["postgres"]["docker"]
    assert PINS["odoo"]["docker"].endswith(PINS["odoo"]["series"])


@pytest.mark.parametrize("name", ["db", "odoo"])
def test_every_service_has_a_health_check_that_ends(services, name):
    check = services[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries"} <= set(check)


def test_odoo_waits_for_a_healthy_database(services):
    assert services["odoo"]["depends_on"]["db"]["condition"] == "service_healthy"


def test_data_lives_in_named_volumes(compose, services):
    for name, target in (
        ("db", "/var/lib/postgresql/data"),
        ("odoo", "/var/lib/odoo"),
    ):
        source, read_only = _mounts(services[name])[target]
        assert source in compose["volumes"]
        assert not read_only


def test_addons_are_mounted_read_only(services):
    source, read_only = _mounts(services["odoo"])["/mnt/extra-addons"]
    assert (ROOT / source).resolve() == ROOT / "addons"
    assert read_only


def test_the_password_is_a_file_that_git_ignores(compose, services):
    secret = compose["secrets"]["db_password"]
    assert set(secret) == {"file"}
    assert (ROOT / secret["file"]).resolve().parent == ROOT / "secrets"
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    for service in services.values():
        assert service["secrets"] == ["db_password"]
        passwords = {
            key: value
            for key, value in service["environment"].items()
            if "PASSWORD" in key
        }
        assert set(passwords.values()) == {"/run/secrets/db_password"}
        assert all(key.endswith("_FILE") for key in passwords)
    assert re.search(r"^# +install -d .*secrets/db_password$", TEXT, re.M)


def test_ports_are_for_this_machine_only(services):
    assert "ports" not in services["db"]
    assert all(port.startswith("127.0.0.1:") for port in services["odoo"]["ports"])


def test_one_database_and_the_websocket_port_are_named(services):
    command = services["odoo"]["command"]
    assert "--db-filter=^oui_ensemble$$" in command
    assert "--no-database-list" in command
    assert "/websocket to port 8072" in TEXT
    assert any(port.endswith(":8072") for port in services["odoo"]["ports"])


def test_the_documented_set_up_names_every_addon_and_existing_files():
    installed = re.search(r"-i (oe_\S+)", TEXT).group(1).split(",")
    assert sorted(installed) == NAMES
    scripts = re.findall(r"< (config/\S+)", TEXT)
    assert scripts
    assert all((ROOT / script).is_file() for script in scripts)
