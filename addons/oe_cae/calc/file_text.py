"""Text of a file that people bring: UTF-8 first, then what spreadsheets write."""


def text_of(data: bytes) -> str | None:
    """The text, or nothing when it is no text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None
