"""Clients that mean no good, or know no better: they cost others nothing."""

import socket
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from conftest import wait_for

HALF = b'GET / HTTP/1.1\r\nHost: x\r\nX-Half: '


@contextmanager
def connections(server, number, sent=b''):
    """Open connections, of which each has sent the same."""
    address = urlsplit(server.url)
    opened = [socket.create_connection((address.hostname, address.port), timeout=20) for _ in range(number)]
    try:
        for connection in opened:
            connection.sendall(sent)
        yield opened
    finally:
        for connection in opened:
            connection.close()


def healthy(server):
    """Each answer comes within the time that a health check has."""
    assert [server.get('/health')[0] for _ in range(8)] == [200] * 8


@pytest.mark.parametrize('sent', [b'', HALF, b'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nx'])
def test_many_that_go_no_further_hold_up_nobody(server, sent):
    with connections(server, 200, sent):
        healthy(server)


def test_many_that_wait_for_an_answer_hold_up_nobody(server):
    with connections(server, 50, b'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n'):
        healthy(server)


@pytest.mark.parametrize('sent', [b'', HALF])
def test_one_that_sends_nothing_more_is_disconnected(server, sent):
    with connections(server, 1, sent) as [connection]:
        started = time.monotonic()
        assert connection.recv(1) == b''
        assert time.monotonic() - started < 10


def test_one_that_sends_a_byte_at_a_time_is_disconnected(server):
    with connections(server, 1, HALF) as [connection]:

        def refused():
            """The connection takes no more bytes."""
            try:
                connection.sendall(b'x')
            except OSError:
                return True

        wait_for(refused, seconds=15)


@pytest.mark.parametrize(
    'request_',
    [
        b'GET /' + b'x' * 1_000_000 + b' HTTP/1.1\r\nHost: x\r\n\r\n',
        b'GET / HTTP/1.1\r\nHost: x\r\nX-Long: ' + b'x' * 1_000_000 + b'\r\n\r\n',
        b'GET / HTTP/1.1\r\nHost: x\r\n' + b'X-Many: x\r\n' * 100_000 + b'\r\n',
    ],
    ids=['line', 'header', 'headers'],
)
def test_huge_ones_are_refused(server, request_):
    with connections(server, 1) as [connection]:
        try:
            connection.sendall(request_)
            answer = connection.recv(100)
        except OSError:
            # It hung up before it had all of it.
            answer = b'HTTP/1.1 4'
    assert answer.startswith(b'HTTP/1.1 4')
    healthy(server)


def test_their_headers_do_not_fill_the_memory(serve):
    server = serve()
    headers = b'GET / HTTP/1.1\r\nHost: x\r\n' + (b'X-Big: ' + b'x' * 2000 + b'\r\n') * 30
    with connections(server, 400, headers):
        healthy(server)
        assert resident(server) < 256 * 2**20


def resident(server):
    """Bytes in memory of the master and its workers."""
    pids = [server.process.pid]
    for pid in pids:
        with open(f'/proc/{pid}/task/{pid}/children') as children:
            pids += [int(child) for child in children.read().split()]
    pages = 0
    for pid in pids:
        with open(f'/proc/{pid}/statm') as statm:
            pages += int(statm.read().split()[1])
    return pages * 4096
