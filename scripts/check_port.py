"""Say in one sentence if the port that `make serve` wants is taken."""

import socket
import sys


def main() -> int:
    """Exit 0 if the port given as the only argument is free, 2 if not."""
    port = sys.argv[1]
    if not port.isdigit() or not 0 < int(port) < 2**16:
        print(f"PORT={port} is not a port number from 1 to 65535.", file=sys.stderr)
        return 2
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            print(
                f"Port {port} cannot be used ({error.strerror}). "
                f"Stop the other server, or choose a port: make serve PORT=8001.",
                file=sys.stderr,
            )
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
