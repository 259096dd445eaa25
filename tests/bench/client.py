"""A client that keeps connections alive and asks for one page as often as it can.

`python -m tests.bench.client PORT PATH SECONDS CONNECTIONS` prints milliseconds a request.
"""

from __future__ import annotations

import re
import socket
import sys
import time

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def hold(port: int, path: str, seconds: float, connections: int) -> float:
    """Have one request under way on each connection; give milliseconds a request."""
    sent = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
    for one in held:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        one.sendall(sent)
        answer(one)
    for one in held:
        one.sendall(sent)
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for one in held:
            answer(one)
            one.sendall(sent)
            count += 1
    took = time.perf_counter() - began
    for one in held:
        one.close()
    return took * 1000 / count


def answer(connection: socket.socket) -> bytes:
    """Read one whole answer; give its body. Raises where it is none or not 200."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if not head.startswith(b"HTTP/1.1 200") or length is None:
        raise ConnectionError(head.decode("latin-1").splitlines()[0])
    while len(body) < int(length[1]):
        body += _more(connection)
    return body


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(262_144)
    if not data:
        raise ConnectionError("closed")
    return data


if __name__ == "__main__":
    print(hold(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))
