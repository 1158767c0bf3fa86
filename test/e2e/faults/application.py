"""Counts a request a second as flask-app does. Arguments: the status that each gets, and the seconds that each takes."""

import sys
import time

from prometheus_client import Counter, Histogram, start_http_server

status, seconds = sys.argv[1], float(sys.argv[2])
requests = Counter('http_requests_total', 'HTTP requests answered.', ['method', 'path', 'status'])
duration = Histogram('http_request_duration_seconds', 'Time to answer an HTTP request.', ['method', 'path'])
requests.labels('GET', '/', status)
duration.labels('GET', '/')
start_http_server(8000)
while True:
    time.sleep(1)
    requests.labels('GET', '/', status).inc()
    duration.labels('GET', '/').observe(seconds)
