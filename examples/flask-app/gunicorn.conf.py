"""Settings of gunicorn, which reads this file from its working directory."""

import os
from pathlib import Path

# The workers share their counts through files here. prometheus_client reads the variable when it is imported.
os.environ.setdefault('PROMETHEUS_MULTIPROC_DIR', '/tmp/flask-time-metrics')

wsgi_app = 'app:create_app()'
bind = '0.0.0.0:8000'
# A second worker keeps answering while the first one is busy or restarts.
workers = int(os.environ.get('WEB_CONCURRENCY', '2'))
# A connection is no thread: thousands that are idle, half or slow cost memory, and hold up no other, nor the health check.
worker_class = 'gevent'
worker_connections = 1000
# Seconds until a request is there with all its headers, and how long a connection may be idle between two: then it is closed.
keepalive = 5
# What is not read yet is in memory: at most 66 kB of each connection, so that both workers stay below their 512 MiB.
limit_request_line = 2048
limit_request_fields = 32
limit_request_field_size = 2048
# Seconds that running requests get after SIGTERM: below the 30 s after which Kubernetes kills the pod.
graceful_timeout = 20
# It would be a socket file in the home directory, which is read-only.
control_socket_disable = True

LOGGER = {'level': os.environ.get('LOG_LEVEL', 'INFO').upper(), 'handlers': ['stdout'], 'propagate': False}
logconfig_dict = {
    'version': 1,
    'disable_existing_loggers': False,
    'formatters': {'json': {'()': 'json_log.JsonFormatter'}},
    'handlers': {'stdout': {'class': 'logging.StreamHandler', 'formatter': 'json', 'stream': 'ext://sys.stdout'}},
    'root': LOGGER,
    # No handler for gunicorn.access: the application writes the line of each request itself (observability.py).
    'loggers': {'gunicorn.error': LOGGER, 'gunicorn.access': {'handlers': [], 'propagate': False}},
}


def on_starting(server):
    """A new master counts from 0: files of the one before it would add up for ever."""
    folder = Path(os.environ['PROMETHEUS_MULTIPROC_DIR'])
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob('*.db'):
        file.unlink()


def child_exit(server, worker):
    """Forget the gauges of a worker that is gone. Its counters stay: counts must not go down."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)
