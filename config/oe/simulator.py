"""bin/oe simulator: the stand-in of Urssaf's immediate advance, for demo and trials."""

import sys

from . import paths, ui

PORT = 8079


def run(port: int | None = None) -> int:
    """Serve the simulator until it is stopped; its state is in memory only."""
    sys.path.insert(0, str(paths.ADDONS / "oe_sap"))
    from simulator.server import Simulator  # noqa: PLC0415

    port = port or PORT
    try:
        simulator = Simulator(port, auto=True)
    except OSError as error:
        raise ui.Stop(
            f"port {port} is taken by another program; stop it, or "
            "bin/oe simulator --port N."
        ) from error
    ui.say(f"The simulator of the immediate advance listens on {simulator.url}")
    ui.say("Client identifier demo, secret demo. Each question moves a request on.")
    ui.say(f"Its state: {simulator.url}/_simulator. Stop: Ctrl-C.")
    sys.stdout.flush()
    try:
        simulator.serve()
    except KeyboardInterrupt:
        ui.say("Stopped.")
    return 0
