"""Small things that several add-ons do with records and files."""

import io

from PIL import Image, ImageOps

from odoo.tools import SQL

# By the first bytes, whatever the sender calls the file.
KINDS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"%PDF", "application/pdf"),
)


def kind_of(content):
    """The MIME type of a photo or a PDF by its first bytes, or None."""
    return next((kind for start, kind in KINDS if content.startswith(start)), None)


def is_unfolded(content, pixels):
    """Whether a picture has more pixels than that, by its header alone.

    A few kilobytes may hold hundreds of millions: opening them to make the picture
    smaller would take the memory of a whole server.
    """
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.width * picture.height > pixels
    except Image.DecompressionBombError:
        return True
    except (OSError, ValueError):  # no picture at all, or a broken one
        return False


def plain_jpeg(content, side):
    """A photo drawn anew, at most ``side`` pixels wide and high, as JPEG bytes.

    Nothing of what the camera wrote beside it stays: no place, date, or device.

    :return: None for what is no picture
    """
    try:
        with Image.open(io.BytesIO(content)) as picture:
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((side, side))
            clean = Image.new("RGB", upright.size, "white")
            shown = upright.convert("RGBA")
            clean.paste(shown, mask=shown.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def lock_rows(records):
    """Hold these rows until the end of the transaction; a second one waits.

    What the first one wrote is read afterwards: nothing cached is kept. (The core's
    ``lock_for_update`` refuses instead of waiting.) The rows are touched, not only
    held: under REPEATABLE READ who waited for a row that nobody changed would go on
    with an old picture of the other tables, and do the same thing twice. So the
    second one is retried by the server, and finds what the first one made.
    """
    if not records:
        return
    records.flush_recordset()
    table, ids = SQL.identifier(records._table), list(records.ids)
    env = records.env
    # In one order, so that two that hold several rows never wait for each other.
    env.execute_query(
        SQL("SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR UPDATE", table, ids)
    )
    env.cr.execute(SQL("UPDATE %s SET id = id WHERE id = ANY(%s)", table, ids))
    records.invalidate_recordset()
