import socket

import pytest


def test_nothing_but_this_machine_can_be_reached_during_a_journey(no_network: bool, site: str) -> None:
    if not no_network:
        pytest.skip("this system does not let tests leave the network; run them as root, or allow user namespaces")
    with socket.socket() as outside:
        outside.settimeout(2)
        with pytest.raises(OSError, match="unreachable"):
            outside.connect(("192.0.2.1", 80))  # an address kept for examples: nobody lives there
    with socket.create_connection(("127.0.0.1", int(site.rsplit(":", 1)[1])), timeout=2):
        pass
