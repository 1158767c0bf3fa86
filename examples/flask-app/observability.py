"""Metrics and one log line for every request."""

import logging
import time

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector

METRICS_PATH = '/metrics'

# Asked for every few seconds by machines: logged only when something is wrong.
QUIET_PATHS = {'/health', METRICS_PATH}

# A client chooses method and path freely. Labels made of them must not be, or any client could fill Prometheus' memory.
UNMATCHED_PATH = 'unmatched'
OTHER_METHOD = 'other'
METHODS = {'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'}

REQUESTS = Counter('http_requests_total', 'HTTP requests answered.', ['method', 'path', 'status'])
DURATION = Histogram('http_request_duration_seconds', 'Time to answer an HTTP request.', ['method', 'path'])
IN_PROGRESS = Gauge(
    'http_requests_in_progress', 'HTTP requests being answered right now.', multiprocess_mode='livesum'
)

logger = logging.getLogger('app.requests')


class ObservedFlask(Flask):
    """A Flask application with `/metrics`, and with a count, a duration and a log line for every request.

    Requests to `/metrics` itself are not counted.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_url_rule(METRICS_PATH, view_func=metrics)
        self.before_request(_start)
        self.after_request(_finish)
        self.teardown_request(_end)

    def declare_series(self):
        """Start the series of all routes at 0, because `rate()` cannot see a first value as an increase."""
        for rule in self.url_map.iter_rules():
            if rule.rule != METRICS_PATH:
                DURATION.labels('GET', rule.rule)
                for status in (200, 500):
                    REQUESTS.labels('GET', rule.rule, status)

    def log_exception(self, exc_info):
        # Instead of Flask's own line: one failed request is one line, with its traceback.
        g.logged = True
        _log(500, exc_info)


def metrics():
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _start():
    g.started = time.perf_counter()
    if _path() != METRICS_PATH:
        IN_PROGRESS.inc()


def _finish(response):
    path = _path()
    if path != METRICS_PATH:
        method = request.method if request.method in METHODS else OTHER_METHOD
        REQUESTS.labels(method, path, response.status_code).inc()
        DURATION.labels(method, path).observe(_elapsed())
    if 'logged' not in g:
        _log(response.status_code)
    return response


def _end(_error):
    if _path() != METRICS_PATH:
        IN_PROGRESS.dec()


def _path():
    return request.url_rule.rule if request.url_rule else UNMATCHED_PATH


def _elapsed():
    return time.perf_counter() - g.started


def _log(status, exc_info=None):
    fields = {
        'method': request.method,
        # Without the query string, which may hold secrets.
        'path': request.path,
        'status': status,
        'duration': round(_elapsed(), 6),
    }
    message = f'{request.method} {request.path} {status}'
    logger.log(_level(status), message, exc_info=exc_info, extra={'fields': fields})


def _level(status):
    if status >= 500:
        return logging.ERROR
    if status >= 400:
        return logging.WARNING
    return logging.DEBUG if _path() in QUIET_PATHS else logging.INFO
