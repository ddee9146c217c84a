"""Compulsory mentions: the missing ones are named, one by one."""

from collections.abc import Iterable, Iterator

from odoo.addons.oe_base.calc.competence import Refusal, refusal

Mention = tuple[str, object]


def is_missing(value: object) -> bool:
    """Whether a mention says nothing: absent or blank. Zero says something."""
    return value is None or (isinstance(value, str) and not value.strip())


def missing(
    prefix: str, mentions: Iterable[Mention], line: int | None = None
) -> Iterator[Refusal]:
    """A refusal ``<prefix>.missing`` naming each (mention, value) that is absent.

    ``line`` is the position (from 1) of the document line, when it is on a line.
    """
    for name, value in mentions:
        if is_missing(value):
            where = {} if line is None else {"line": line}
            yield refusal(f"{prefix}.missing", mention=name, **where)
