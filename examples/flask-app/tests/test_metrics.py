import os
import signal
from concurrent.futures import ThreadPoolExecutor
from urllib.error import URLError

from conftest import wait_for


def workers_that_answer(server, requests):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: server.get('/worker'), range(requests)))
    assert {status for status, _ in answers} == {200}
    return {int(pid) for _, pid in answers}


def test_counts_and_durations_of_all_workers_add_up(serve):
    server = serve(WEB_CONCURRENCY='3')
    assert len(workers_that_answer(server, 400)) > 1
    # Whichever worker answers the scrape, it tells the sum.
    assert [server.requests('/worker') for _ in range(20)] == [400] * 20
    samples = server.samples()
    labels = ('method', 'GET'), ('path', '/worker')
    assert samples['http_request_duration_seconds_count', *labels] == 400
    assert samples['http_request_duration_seconds_bucket', ('le', '+Inf'), *labels] == 400
    assert 0 < samples['http_request_duration_seconds_sum', *labels] < 400


def test_durations_are_seconds(server):
    server.get('/slow')
    total = server.samples()['http_request_duration_seconds_sum', ('method', 'GET'), ('path', '/slow')]
    assert 2 <= total < 4


def test_path_is_the_route_never_what_the_client_sent(server):
    for number in range(5):
        assert server.get(f'/items/{number}')[0] == 200
        assert server.get(f'/nowhere/{number}')[0] == 404
    assert server.requests('/items/<int:item>') == 5
    assert server.requests('unmatched', '404') == 5
    assert not [key for key in server.samples() if 'nowhere' in str(key)]


def test_unknown_methods_share_one_value(server):
    for method in ('BREW', 'WHEN'):
        assert server.get('/', method)[0] == 405
    assert server.requests('unmatched', '405', 'other') == 2
    assert not [key for key in server.samples() if 'BREW' in str(key)]


def test_health_checks_are_counted_and_scrapes_are_not(server):
    before = server.requests('/health')
    server.get('/health')
    assert server.requests('/health') == before + 1
    assert not [key for key in server.samples() if ('path', '/metrics') in key]


def test_errors_are_counted_from_a_series_that_starts_at_0(serve):
    server = serve()
    assert server.requests('/', '500') == 0
    assert server.requests('/', '200') == 0
    server.get('/broken')
    assert server.requests('/broken', '500') == 1


def test_a_killed_worker_leaves_its_counts_and_takes_its_gauges_along(serve):
    server = serve(WEB_CONCURRENCY='1')
    [worker] = workers_that_answer(server, 10)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(server.get, '/slow')

        def in_progress():
            """A request is in progress."""
            return server.samples()['http_requests_in_progress',] == 1

        wait_for(in_progress)
        os.kill(worker, signal.SIGKILL)
        assert isinstance(slow.exception(), (URLError, ConnectionError))

    def replaced():
        """Another worker answers."""
        return workers_that_answer(server, 1) != {worker}

    wait_for(replaced)
    assert server.requests('/worker') == 11
    assert server.samples()['http_requests_in_progress',] == 0
    assert not list(server.metrics_folder.glob(f'gauge*_{worker}.db'))


def test_a_new_master_counts_from_0_and_touches_only_counts(serve, tmp_path):
    folder = tmp_path / 'shared'
    first = serve(PROMETHEUS_MULTIPROC_DIR=str(folder))
    workers_that_answer(first, 10)
    first.stop()
    (folder / 'note.txt').write_text('not a count')
    second = serve(PROMETHEUS_MULTIPROC_DIR=str(folder))
    assert second.requests('/worker') is None
    assert (folder / 'note.txt').exists()
