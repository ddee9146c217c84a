"""Entry point of ``python -m oe``: run one command, or say why it cannot."""

import errno
import sys

from . import cli, ui


def main() -> int:
    """Run the command of the arguments; a known refusal is one sentence."""
    try:
        return cli.run(sys.argv[1:])
    except ui.Stop as stop:
        print(f"oe: {stop}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\noe: interrupted; the next call goes on from here.", file=sys.stderr)
        return 130
    except OSError as error:
        if _is_full(error):
            print(
                "oe: the disk is full; free about 3 GB (bin/oe clean drops what can "
                "be rebuilt) and call again.",
                file=sys.stderr,
            )
            return 2
        raise


def _is_full(error: OSError) -> bool:
    """Whether the disk or a quota is full; copies of folders say so in text only."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return full or "No space left on device" in str(error)


if __name__ == "__main__":
    sys.exit(main())
