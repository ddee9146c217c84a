"""Who may read (r), write (w) and delete (d) what: the table that is tested."""

READ = {"own": "r", "foreign": ""}
WRITE = {"own": "rw", "foreign": ""}
ALL = {"own": "rwd", "foreign": ""}
NONE = {"own": "", "other": "", "foreign": ""}
# r read, w write, d delete; what is not listed is refused.
TABLE = {
    "oe.cae.contract": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": WRITE,
        "accountant": READ,
    },
    "oe.cae.declaration": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": READ,
        "network": {"own": "r"},
        "accountant": READ,
    },
    "oe.cae.meeting": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": ALL,
        "manager": ALL,
        "accountant": NONE,
    },
    "oe.cae.support.report": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": ALL,
        "accountant": READ,
    },
    "oe.cae.month.step": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": READ,
        "accountant": READ,
    },
    "oe.cae.sharing": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": ALL,
        "network": {"own": "rwd"},
        "accountant": READ,
    },
    "oe.cae.sharing.part": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": ALL,
        "accountant": READ,
    },
    "oe.cae.scheme": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": ALL,
        "accountant": READ,
    },
    "oe.cae.scheme.version": {
        "entrepreneur": NONE,
        "advisor": READ,
        "manager": ALL,
        "accountant": READ,
    },
    "oe.cae.scheme.bracket": {
        "entrepreneur": NONE,
        "advisor": READ,
        "manager": ALL,
        "accountant": READ,
    },
    "oe.cae.pay.parameter": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": {"own": "r"},
        "manager": {"own": "r"},
        "network": {"own": "rwd"},
        "accountant": {"own": "r"},
    },
    "oe.cae.pay.line": {
        "entrepreneur": NONE,
        "advisor": {"own": "r"},
        "network": {"own": "rwd"},
        "accountant": {"own": "r"},
    },
    "oe.cae.statement": {
        "entrepreneur": {"own": "r", "other": "", "foreign": ""},
        "client": NONE,
        "advisor": READ,
        "manager": READ,
        "network": READ,
        "accountant": READ,
    },
    "oe.cae.statement.line": {
        "entrepreneur": {"own": "r", "other": "", "foreign": ""},
        "client": NONE,
        "advisor": READ,
        "manager": READ,
        "accountant": READ,
    },
    "oe.cae.client": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": ALL,
        "accountant": NONE,
    },
    "oe.cae.target": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": ALL,
        "manager": ALL,
        "accountant": NONE,
    },
    "oe.cae.to.approve": {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": WRITE,
        "accountant": READ,
    },
}
TABLE["oe.cae.vehicle"] = TABLE["oe.cae.client"] | {"accountant": READ}
TABLE["oe.cae.reminder"] = TABLE["oe.cae.statement"] | {"entrepreneur": NONE}
TABLE["oe.cae.reminder.text"] = {
    "entrepreneur": NONE,
    "client": NONE,
    "advisor": {"own": "r"},
    "manager": {"own": "rwd"},
    "accountant": {"own": "r"},
}
TABLE["oe.cae.recovery.fee"] = TABLE["oe.cae.pay.parameter"]
TABLE["oe.cae.mileage.scale"] = TABLE["oe.cae.pay.parameter"]
TABLE["oe.cae.mileage.band"] = TABLE["oe.cae.pay.parameter"]
for _name in ("oe.cae.contract.objective", "oe.cae.contract.amendment"):
    TABLE[_name] = {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": ALL,
        "accountant": READ,
    }
TABLE["oe.cae.notice"] = {
    "entrepreneur": NONE,
    "client": NONE,
    "advisor": WRITE,
    "manager": WRITE,
    "accountant": READ,
}
TABLE["oe.cae.interview"] = {
    "entrepreneur": NONE,
    "client": NONE,
    "advisor": ALL,
    "manager": ALL,
    "accountant": NONE,
}
for _name in ("oe.cae.deadline", "oe.cae.alert"):
    TABLE[_name] = {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": READ,
        "accountant": NONE,
    }
TABLE["oe.cae.reserve.move"] = {
    "entrepreneur": NONE,
    "client": NONE,
    "advisor": READ,
    "manager": ALL,
    "accountant": READ,
}
for _name in ("oe.cae.pay.run", "oe.cae.pay"):
    TABLE[_name] = {
        "entrepreneur": NONE,
        "client": NONE,
        "advisor": READ,
        "manager": WRITE,
        "accountant": READ,
    }
TABLE["oe.cae.pay.share"] = {
    "entrepreneur": NONE,
    "client": NONE,
    "advisor": READ,
    "manager": READ,
    "accountant": READ,
}
TABLE["oe.cae.pay.export"] = {
    "entrepreneur": NONE,
    "client": NONE,
    "advisor": NONE,
    "manager": READ,
    "accountant": READ,
}
TABLE["oe.cae.life.figure"] = TABLE["oe.cae.pay.parameter"]
TABLE["oe.cae.year.end"] = {
    "entrepreneur": NONE,
    "client": NONE,
    "advisor": READ,
    "manager": ALL,
    "accountant": READ,
}
TABLE["oe.cae.year.end.line"] = TABLE["oe.cae.pay"]
TABLE["oe.cae.internal.sale"] = {
    "entrepreneur": NONE,
    "client": NONE,
    "advisor": READ,
    "manager": ALL,
    "accountant": READ,
}
for _name in ("oe.cae.services.account", "oe.cae.services.line"):
    TABLE[_name] = TABLE["oe.cae.internal.sale"]
TABLE["oe.cae.exemption"] = TABLE["oe.cae.internal.sale"]
MANAGER_ONLY = {
    "entrepreneur": NONE,
    "client": NONE,
    "advisor": NONE,
    "manager": READ,
    "accountant": NONE,
}
TABLE["oe.cae.moving"] = MANAGER_ONLY | {"manager": ALL}
TABLE["oe.cae.moving.line"] = MANAGER_ONLY
TABLE["oe.cae.moving.key"] = MANAGER_ONLY
TABLE["oe.cae.opening"] = TABLE["oe.cae.internal.sale"]
TABLE["oe.cae.transfer"] = MANAGER_ONLY | {"manager": ALL, "accountant": ALL}
TABLE["oe.cae.transfer.line"] = MANAGER_ONLY | {"accountant": READ}
TABLE["oe.cae.debit"] = TABLE["oe.cae.transfer"]
TABLE["oe.cae.debit.mandate"] = TABLE["oe.cae.transfer"]
TABLE["oe.cae.debit.line"] = TABLE["oe.cae.transfer.line"]
TABLE["oe.cae.proposal"] = {
    "entrepreneur": NONE,
    "client": NONE,
    "advisor": READ,
    "manager": ALL,
    "accountant": NONE,
}
TABLE["oe.cae.proposal.option"] = TABLE["oe.cae.proposal"]
TABLE["oe.cae.proposal.comment"] = {**TABLE["oe.cae.proposal"], "manager": WRITE}
TABLE["oe.cae.proposal.elector"] = {**TABLE["oe.cae.proposal"], "manager": READ}
# Nobody reads a ballot as long as the vote is open.
TABLE["oe.cae.proposal.ballot"] = dict.fromkeys(TABLE["oe.cae.proposal"], NONE)
