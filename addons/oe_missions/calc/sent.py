"""What a phone sends, read or refused field by field: everything may be hostile.

Any JSON value may arrive: numbers out of range, texts of another type, characters a
database cannot hold. What comes out is plain and bounded; what cannot be read is
refused with the name of its field, which the models turn into a sentence.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from odoo.addons.oe_base.calc.errors import CalcError

REF = re.compile(r"[0-9A-Za-z-]{8,64}")
WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.A)
NUMBER = re.compile(r"\d{1,6}([.,]\d{1,3})?", re.A)
MARK = re.compile(r"[0-9a-f]{64}")
KINDS = ("record", "start")
REASONS = ("asleep", "refused", "hospital", "absent")
LARGEST_ID = 2**31 - 1
MOST_BREAK = 12 * 60
MOST_KM = 500
LONGEST = timedelta(hours=24)
NOTE, NAME = 200, 64
SIGNATURE = 400_000  # characters of a data address
PHOTO = 300 * 1024 * 4 // 3 + 64


class BadSent(CalcError):
    """A field cannot be read or is out of range. Params: ``field``."""

    code = "sent.bad"


@dataclass(frozen=True)
class Seen:
    """The visit as the phone last read it: wall times, and the server's own mark."""

    start: str
    end: str
    mark: str


@dataclass(frozen=True)
class Sent:
    """One record of a phone. Times are wall times; pictures are data addresses."""

    kind: str
    ref: str
    visit: int
    seen: Seen
    start: datetime
    end: datetime | None
    break_minutes: int
    travel_km: Decimal
    note: str
    signed_by: str
    signature: str
    reason: str | None
    photo: str
    replaces: str | None
    aside: bool


def text(value: object, field: str, longest: int) -> str:
    """A text of that many characters at most, without what no database holds.

    :raises BadSent: for another type or a longer text
    """
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise BadSent(field=field)
    clean = value.encode("utf-8", "ignore").decode("utf-8")
    return "".join(char for char in clean if char.isprintable()).strip()


def identifier(value: object, field: str = "ref") -> str:
    """An identifier made by a phone.

    :raises BadSent: when it is none
    """
    if not isinstance(value, str) or not REF.fullmatch(value):
        raise BadSent(field=field)
    return value


def wall(value: object, field: str) -> datetime:
    """A wall time such as ``2026-06-01T09:00``.

    :raises BadSent: when it is none
    """
    try:
        if not isinstance(value, str) or not WALL.fullmatch(value):
            raise ValueError(value)
        moment = datetime.fromisoformat(value)
        if not 2000 <= moment.year < 2200:
            raise ValueError(value)
    except ValueError:
        raise BadSent(field=field) from None
    return moment


def number(value: object, field: str, most: int) -> Decimal:
    """A number from zero to ``most``, typed the French or the English way.

    :raises BadSent: when it is none
    """
    if value is None or value == "":
        return Decimal(0)
    shown = "" if isinstance(value, bool) else str(value).strip()
    if len(shown) > 12 or not NUMBER.fullmatch(shown):
        raise BadSent(field=field)
    try:
        found = Decimal(shown.replace(",", "."))
    except InvalidOperation:
        raise BadSent(field=field) from None
    if found > most:
        raise BadSent(field=field)
    return found


def _integer(value: object, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadSent(field=field)
    if not 1 <= value <= LARGEST_ID:
        raise BadSent(field=field)
    return value


def _seen(value: object) -> Seen:
    if not isinstance(value, dict):
        raise BadSent(field="seen")
    start, end = (wall(value.get(key), "seen") for key in ("start", "end"))
    mark = value.get("mark")
    if not isinstance(mark, str) or not MARK.fullmatch(mark):
        raise BadSent(field="seen")
    return Seen(_shown(start), _shown(end), mark)


def _shown(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def _picture(value: object, field: str, longest: int) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or len(value) > longest or not value.isascii():
        raise BadSent(field=field)
    return value


def _choice(value: object, allowed: tuple[str, ...], field: str) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value not in allowed:
        raise BadSent(field=field)
    return value


def read(item: object) -> Sent:
    """One record as it came, any JSON value.

    :raises BadSent: naming the first field that cannot be read
    """
    if not isinstance(item, dict):
        raise BadSent(field="record")
    ref = identifier(item.get("ref"))
    kind = _choice(item.get("kind"), KINDS, "record") or "record"
    start = wall(item.get("start"), "start")
    end = wall(item.get("end"), "end") if kind == "record" else None
    if end and end - start > LONGEST:
        raise BadSent(field="long")
    pause = number(item.get("break_minutes"), "break_minutes", MOST_BREAK)
    if pause != int(pause):
        raise BadSent(field="break_minutes")
    old = item.get("replaces")
    return Sent(
        kind=kind,
        ref=ref,
        visit=_integer(item.get("visit"), "visit"),
        seen=_seen(item.get("seen")),
        start=start,
        end=end,
        break_minutes=int(pause),
        travel_km=number(item.get("travel_km"), "travel_km", MOST_KM),
        note=text(item.get("note"), "note", NOTE),
        signed_by=text(item.get("signed_by"), "signed_by", NAME),
        signature=_picture(item.get("signature"), "signature", SIGNATURE),
        reason=_choice(item.get("not_signed_reason"), REASONS, "not_signed_reason"),
        photo=_picture(item.get("photo"), "photo", PHOTO),
        replaces=identifier(old) if old else None,
        aside=item.get("aside") is True,
    )
