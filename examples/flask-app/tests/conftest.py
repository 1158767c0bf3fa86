"""Runs the application as in production: gunicorn with its own configuration file, in processes of their own."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

FOLDER = Path(__file__).parent.parent


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < deadline, f'still not so after {seconds} s: {condition.__doc__ or condition}'
        time.sleep(0.05)
    return result


class Server:
    def __init__(self, folder, app='routes:create_test_app()', **environment):
        self.metrics_folder = folder / 'metrics'
        self.output = folder / 'output'
        environment = {'PROMETHEUS_MULTIPROC_DIR': str(self.metrics_folder), **environment}
        with self.output.open('w') as output:
            self.process = subprocess.Popen(
                # Port 0: the kernel chooses one, so that runs side by side cannot take each other's.
                [sys.executable, '-m', 'gunicorn', '--bind', '127.0.0.1:0', '--pythonpath', str(FOLDER / 'tests'), app],
                cwd=FOLDER,
                env={**os.environ, 'PYTHONDONTWRITEBYTECODE': '1', **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.url = wait_for(self._address)
        wait_for(self._answers)

    def _address(self):
        """The server says where it listens."""
        assert self.process.poll() is None, self.output.read_text()
        found = re.search(r'Listening at: (http://[\d.:]+)', self.output.read_text())
        return found and found[1]

    def _answers(self):
        """The server answers."""
        assert self.process.poll() is None, self.output.read_text()
        try:
            return self.get('/health')[0] == 200
        except OSError:
            return False

    def get(self, path, method='GET'):
        """Status and body of one request on a connection of its own."""
        try:
            with urlopen(Request(self.url + path, method=method), timeout=10) as response:
                return response.status, response.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def samples(self):
        """All samples of `/metrics`: {(name, label values by name): value}."""
        status, text = self.get('/metrics')
        assert status == 200, text
        return {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def requests(self, path, status='200', method='GET'):
        return self.samples().get(('http_requests_total', ('method', method), ('path', path), ('status', status)))

    def lines(self):
        """All output, standard error included, as JSON."""
        return [json.loads(line) for line in self.output.read_text().splitlines()]

    def lines_of(self, path):
        return [line for line in self.lines() if line.get('path') == path]

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()


@pytest.fixture
def serve(tmp_path):
    servers = []

    def start(**options):
        folder = tmp_path / str(len(servers))
        folder.mkdir()
        servers.append(Server(folder, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope='module')
def server(tmp_path_factory):
    """One server for all tests of a file that do not disturb it."""
    server = Server(tmp_path_factory.mktemp('server'))
    yield server
    server.stop()
