"""What stands between a browser and the site: a network, and a proxy that answers when nobody is behind it."""

import socket
from contextlib import suppress
from threading import Thread

BAD_GATEWAY = (
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 11\r\nConnection: close\r\n\r\nBad Gateway"
)


class Between:
    """A way to the site on a port of its own, for the time of a `with`: it `goes`, is `cut`, stands `still`, or says
    that the site is `gone`. `fails` holds beginnings of addresses that are gone while the others go."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._is = "goes"
        self.fails: tuple[bytes, ...] = ()
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> "Between":
        Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()
        self.now("cut")

    def now(self, way: str) -> None:
        """From here on the network is like this, also for connections that were there before."""
        self._is = way
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                came, _ = self._door.accept()
                Thread(target=self._answer, args=(came,), daemon=True).start()

    def _answer(self, came: socket.socket) -> None:
        """One request a connection: what comes back says so."""
        self._open.append(came)
        way = self._is
        with came, suppress(OSError):
            if way == "still":
                _pump(came, None)
            elif way != "cut" and (asked := came.recv(65536)):
                if way == "gone" or asked.split(b" ", 2)[1].startswith(self.fails):
                    came.sendall(BAD_GATEWAY)
                    came.shutdown(socket.SHUT_WR)
                    _pump(came, None)
                else:
                    self._passes_on(came, asked.replace(b"Connection: keep-alive", b"Connection: close", 1))

    def _passes_on(self, came: socket.socket, asked: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self._to)) as site:
            self._open.append(site)
            site.sendall(asked)
            Thread(target=_pump, args=(came, site), daemon=True).start()
            _pump(site, came)


def _pump(source: socket.socket, target: socket.socket | None) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            if target:
                target.sendall(part)
