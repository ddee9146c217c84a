"""The answer to a request for a file that is not everybody's."""

from odoo.http import content_disposition, request


def private_file(content, name, kind="application/pdf"):
    """A download that no cache keeps, and of which no browser guesses the kind.

    :param bytes content: the file; a text is sent as UTF-8
    :param str name: what the reader's folder will call it
    :param str kind: its media type
    """
    if isinstance(content, str):
        content = content.encode()
    return request.make_response(
        content,
        [
            ("Content-Type", kind),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ],
    )
