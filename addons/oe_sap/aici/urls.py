"""Where the service is: three places, and nowhere else.

What an administrator types never makes the server call any other machine.
"""

from urllib.parse import urlsplit

PRODUCTION = "https://api.urssaf.fr"
SANDBOX = "https://api-edi.urssaf.fr"
SIMULATOR = "http://127.0.0.1:8079"
DEFAULTS = {"production": PRODUCTION, "sandbox": SANDBOX, "simulator": SIMULATOR}

_DOMAIN = ".urssaf.fr"
_LOCAL = ("127.0.0.1", "localhost")
_FIRST_PORT = 1024
_HTTPS_PORTS = (None, 443)


def allowed(url: str, place: str) -> bool:
    """Whether an address may be called for a place.

    Production and sandbox: https, below the domain of the service. Simulator: http,
    this very machine, a port above the reserved ones. No path, user or query.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    host = parts.hostname or ""
    if place == "simulator":
        local = parts.scheme == "http" and host in _LOCAL
        return plain and local and port is not None and port >= _FIRST_PORT
    remote = parts.scheme == "https" and host.endswith(_DOMAIN)
    return plain and remote and port in _HTTPS_PORTS
