"""Answers of the stand-in, and a request as a search shows it."""

from dataclasses import dataclass, field
from http import HTTPStatus

LABELS = {
    10: "Intégrée",
    20: "En attente de validation",
    30: "Validée",
    40: "Refusée",
    50: "Prélevée",
    60: "Impayée",
    70: "Payée",
    110: "Annulée",
    111: "Annulée par le particulier",
    112: "Annulée après paiement",
    120: "Recouvrée",
}


@dataclass
class Answer:
    """What goes back: a status and JSON; or nothing, late, or half of it."""

    status: int
    body: object = None
    wait: float = 0.0
    drop: bool = False
    cut: bool = False


def error(status: int, code: str) -> Answer:
    """An error as the contract writes it."""
    body = {"code": code, "message": code, "description": HTTPStatus(status).phrase}
    return Answer(status, body)


@dataclass
class Request:
    """A payment request the service accepted."""

    ref: str
    content: dict = field(repr=False)
    status: int = 10
    reject: dict | None = None
    paid_on: str | None = None

    def shown(self):
        """As a search answers it."""
        paid = self.status in (70, 112, 120)
        total = self.content["mntFactureTTC"] - (self.content.get("mntAcompte") or 0)
        return {
            "idDemandePaiement": self.ref,
            "demandePaiement": {
                key: self.content[key]
                for key in ("numFactureTiers", "idClient", "mntFactureTTC")
            },
            "statut": {"code": str(self.status), "libelle": LABELS[self.status]},
            "infoRejet": self.reject,
            "infoVirement": (
                {"mntVirement": round(total, 2), "dateVirement": self.paid_on}
                if paid
                else None
            ),
        }
