from datetime import datetime

from conftest import wait_for


def line_of(server, path):
    def written():
        """The line is written."""
        return server.lines_of(path)

    wait_for(written)
    [line] = server.lines_of(path)
    return line


def test_every_line_is_json_with_time_level_and_message(server):
    server.get('/')
    line_of(server, '/')
    lines = server.lines()
    # gunicorn's own lines too, from the first on.
    assert lines[0]['message'].startswith('Starting gunicorn')
    for line in lines:
        assert datetime.fromisoformat(line['time']).utcoffset() is not None
        assert line['level'] in {'info', 'warning', 'error'}
        assert line['message']


def test_a_request_is_one_line(server):
    server.get('/items/7?token=secret')
    line = line_of(server, '/items/7')
    assert 0 < line.pop('duration') < 1
    line.pop('time')
    assert line == {
        'level': 'info',
        'message': 'GET /items/7 200',
        'method': 'GET',
        'path': '/items/7',
        'status': 200,
    }
    assert 'secret' not in server.output.read_text()


def test_levels_follow_the_status(server):
    server.get('/missing')
    server.get('/busy')
    assert line_of(server, '/missing')['level'] == 'warning'
    assert line_of(server, '/busy')['level'] == 'error'


def test_an_unhandled_error_is_one_line_with_its_traceback(server):
    status, body = server.get('/broken')
    assert status == 500
    assert 'database' not in body
    line = line_of(server, '/broken')
    assert line['level'] == 'error'
    assert line['status'] == 500
    assert line['traceback'].startswith('Traceback (most recent call last):\n')
    assert line['traceback'].endswith('RuntimeError: the database\nis away')


def test_a_path_cannot_forge_a_line(server):
    server.get('/a%0A%7B%22level%22:%22error%22%7D')
    assert line_of(server, '/a\n{"level":"error"}')['level'] == 'warning'


def test_health_checks_and_scrapes_are_logged_only_on_request(serve):
    usual, verbose = serve(), serve(LOG_LEVEL='debug')
    for server in (usual, verbose):
        server.get('/health')
        server.get('/metrics')
        server.get('/last')
        line_of(server, '/last')
    assert not usual.lines_of('/health') + usual.lines_of('/metrics')
    assert {line['level'] for line in verbose.lines_of('/health') + verbose.lines_of('/metrics')} == {'debug'}
