"""A machine of one's own: from here on this process and its children reach nothing but themselves."""

import ctypes
import fcntl
import os
import socket
import struct

CLONE_NEWNET = 0x40000000
CLONE_NEWUSER = 0x10000000
SIOCSIFADDR = 0x8916
SIOCSIFFLAGS = 0x8914
SIOCADDRT = 0x890B
UP = 0x1


def leave_the_network() -> bool:
    """Moves this process into an empty network with only loopback in it. False where the system does not allow that."""
    libc = ctypes.CDLL(None, use_errno=True)
    flags = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWNET | CLONE_NEWUSER
    if not hasattr(libc, "unshare") or libc.unshare(flags) != 0:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh", b"lo", UP))
    return True


def join_a_home(address: str, goes_out: bool = False) -> None:
    """Gives the loopback of that empty network an address as a home has them; a way out through it, too, if it is to
    look as if there were more."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFADDR, struct.pack("16s16s", b"lo:1", _at(address)))
        if goes_out:
            device = ctypes.create_string_buffer(b"lo")
            route = struct.pack("L16s16s16sHhLPhPLLH", 0, _at("0.0.0.0"), _at("0.0.0.0"), _at("0.0.0.0"), UP, 0, 0, 0,
                                0, ctypes.addressof(device), 0, 0, 0)  # fmt: skip
            fcntl.ioctl(control, SIOCADDRT, route.ljust(128, b"\0"))


def _at(address: str) -> bytes:
    """The address as the system takes it (sockaddr_in)."""
    return struct.pack("=HH4s8x", socket.AF_INET, 0, socket.inet_aton(address))
