"""Opening the network: 20 more departments, 40 companies, one commit each.

The job of the background is called as it runs, then called again on a list that is
done: what it costs to be run twice.

Run: bin/oe bench territories
"""

import time

import common

DEPARTMENTS = "17 22 29 33 35 37 49 50 53 56 59 61 69 72 75 76 79 85 86 87"
STEP = 10


def measure(env):
    """Seconds a company, by tens of companies."""
    env = env(context={**env.context, "tracking_disable": True})
    opening = env["oe.territory.opening"].create({"name": DEPARTMENTS})
    opening.action_start()
    rows, before = [], env["res.company"].search_count([])
    lines = opening.line_ids
    for first in range(0, len(lines), STEP):
        part = lines[first : first + STEP]
        start = time.perf_counter()
        queries = env.cr.sql_log_count
        for line in part:
            line._open()
            env.cr.commit()
        seconds = time.perf_counter() - start
        rows.append(
            [
                f"{first + 1} to {first + len(part)}",
                f"{seconds:.1f}",
                f"{seconds / len(part):.2f}",
                f"{(env.cr.sql_log_count - queries) / len(part):.0f}",
                part.mapped("state").count("done"),
            ]
        )
        env.invalidate_all()
    opened = env["res.company"].search_count([]) - before
    lines.sudo().write({"state": "waiting"})
    start = time.perf_counter()
    for line in lines:
        line._open()
        env.cr.commit()
    again = time.perf_counter() - start
    more = env["res.company"].search_count([]) - before - opened
    rows.append(
        [
            "all again",
            f"{again:.1f}",
            f"{again / len(lines):.2f}",
            "",
            f"{more} more companies",
        ]
    )
    return common.table(
        f"Opening {opened} companies in {len(DEPARTMENTS.split())} departments",
        ["Companies", "seconds", "s a company", "queries a company", "opened"],
        rows,
    )


if __name__ == "__main__":
    common.in_odoo(__file__)
