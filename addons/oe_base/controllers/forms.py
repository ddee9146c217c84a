"""What people type and send from a phone, read or refused in one sentence."""

import re

from odoo.exceptions import UserError
from odoo.http import request

from ..calc.money import rate
from ..tools import is_unfolded, kind_of

# Odoo keeps prices and quantities with two decimals: more would be lost in silence.
NUMBER = re.compile(r"^\d{1,7}(\.\d{1,2})?$")

PHOTO_LIMIT = 12_000_000
PHOTO_PIXELS = 60_000_000  # more than a phone takes


def photo_of(sent):
    """What a form field of type file holds.

    :param sent: the uploaded file, or nothing
    :return: ``(content, name, MIME type)``
    :raises UserError: when nothing was sent, it is too large or no photo
    """
    # A field of another type comes as text.
    content = sent.read(PHOTO_LIMIT + 1) if hasattr(sent, "read") else b""
    if len(content) > PHOTO_LIMIT:
        raise UserError(request.env._("This photo is too large (12 MB)."))
    if is_unfolded(content, PHOTO_PIXELS):
        raise UserError(request.env._("This photo is too large (60 megapixels)."))
    kind = kind_of(content)
    if not kind:
        raise UserError(request.env._("Take a photo first (JPEG, PNG or PDF)."))
    return content, (sent.filename or "photo")[:100], kind


def number_of(text, label):
    """An exact number of zero or more, typed the French or the English way.

    :param str text: ``1 234,56`` or ``1234.56``
    :param str label: name of the field, for the refusal
    :return: a fraction
    :raises UserError: for what is no such number
    """
    clean = re.sub(r"\s", "", text or "").replace(",", ".")
    if not clean:
        raise UserError(
            request.env._("%(label)s: write a number, for example 49,50.", label=label)
        )
    if not NUMBER.match(clean):
        raise UserError(
            request.env._(
                "%(label)s: “%(text)s” is not an amount; write for example 49,50.",
                label=label,
                text=(text or "")[:20],
            )
        )
    return rate(clean)
