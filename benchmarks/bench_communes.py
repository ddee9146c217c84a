"""The table of French communes: one COPY and upsert against the ORM's create.

``_load_file`` reads the whole shipped file; ``create`` gets a sample of its rows in
one batch, and is compared by thousand rows.

Run: bin/oe bench communes
"""

import csv
import itertools

import common

SAMPLE = 5000
ROUNDS = 3


def _sample():
    from odoo.tools import file_open

    with file_open("oe_base/data/communes_fr.csv") as source:
        rows = list(itertools.islice(csv.DictReader(source), SAMPLE))
    for row in rows:
        row["latitude"] = float(row["latitude"])
        row["longitude"] = float(row["longitude"])
        row["population"] = int(row["population"] or 0)
    return rows


def measure(env):
    """The table of the three ways."""
    communes = env["oe.commune"]
    total = communes.search_count([])
    sample = _sample()

    def emptied():
        env.cr.execute("DELETE FROM oe_commune")
        communes.invalidate_model(flush=False)

    def create():
        communes.create(sample)

    ways = {
        "`_load_file`, empty table": (communes._load_file, emptied, total),
        "`_load_file`, again (upsert)": (communes._load_file, lambda: None, total),
        "`create`, a sample": (create, emptied, SAMPLE),
    }
    watches = {name: common.Watch() for name in ways}
    for _round in range(ROUNDS):
        for name, (run, before, _count) in ways.items():
            with common.undone(env):
                before()
                with watches[name].run(env):
                    run()
    first = next(iter(ways))
    base = watches[first].typical / total
    rows = [
        [
            name,
            count,
            f"{watches[name].typical:.2f}",
            f"{watches[name].typical / count * 1e6:.0f}",
            f"{watches[name].typical / count / base:.1f} ×",
            watches[name].queries[-1],
        ]
        for name, (_run, _before, count) in ways.items()
    ]
    return common.table(
        "French communes",
        ["Way", "rows", f"median s of {ROUNDS}", "µs a row", "ratio", "queries"],
        rows,
    )


if __name__ == "__main__":
    common.in_odoo(__file__)
