"""Seal of a slot: a hash chain over its signatures in their order.

The head is printed on the sheet. Changing, adding, removing or reordering a
signature changes it; the first broken link tells where.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from odoo.addons.oe_base.calc.errors import CalcError

GENESIS = "0" * 64


class NothingToSeal(CalcError):
    """A slot without signature cannot be sealed."""

    code = "seal.nothing"


@dataclass(frozen=True, order=True)
class Signature:
    """A signature as sealed; ``image_hash`` is that of the drawn signature."""

    signed_at: datetime
    role: str
    person: str
    minutes: int
    image_hash: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Seal:
    """The chain: where it starts, and one link per signature in order."""

    start: str
    signatures: tuple[Signature, ...]
    links: tuple[str, ...]

    @property
    def head(self) -> str:
        """The last link, which is printed."""
        return self.links[-1]


def seal(signatures: Sequence[Signature], start: str = GENESIS) -> Seal:
    """Seal signatures, ordered by time, after an earlier head if there is one.

    :raises NothingToSeal: without signature.
    """
    if not signatures:
        raise NothingToSeal()
    ordered = tuple(sorted(signatures))
    return Seal(start, ordered, _links(start, ordered))


def first_broken(sealed: Seal) -> int | None:
    """Position (from 0) of the first link that does not hold, ``None`` if all do."""
    links = _links(sealed.start, sealed.signatures)
    for index, (found, kept) in enumerate(zip(links, sealed.links, strict=False)):
        if found != kept:
            return index
    if len(links) != len(sealed.links):
        return min(len(links), len(sealed.links))
    return None


def _links(start: str, signatures: Sequence[Signature]) -> tuple[str, ...]:
    links, previous = [], start
    for item in signatures:
        data = {**asdict(item), "signed_at": item.signed_at.isoformat()}
        # Sorted keys and no spaces: the text, hence the hash, is always the same.
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
        previous = sha256(f"{previous}{text}".encode()).hexdigest()
        links.append(previous)
    return tuple(links)
