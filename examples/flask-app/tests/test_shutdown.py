import time
from concurrent.futures import ThreadPoolExecutor

from conftest import wait_for


def test_sigterm_stops_an_idle_server_at_once(serve):
    server = serve()
    started = time.monotonic()
    server.process.terminate()
    assert server.process.wait(10) == 0
    assert time.monotonic() - started < 5


def test_sigterm_lets_running_requests_finish(serve):
    server = serve()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(server.get, '/slow')

        def in_progress():
            """A request is in progress."""
            return server.samples()['http_requests_in_progress',] == 1

        wait_for(in_progress)
        server.process.terminate()
        assert slow.result() == (200, 'done')
    assert server.process.wait(10) == 0
