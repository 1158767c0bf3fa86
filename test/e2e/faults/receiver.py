"""Keeps every notification that is posted to it, and answers GET with all of them."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

received = []


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        received.append({'at': time.time(), **json.loads(body)})
        self.answer({})

    def do_GET(self):
        self.answer(received)

    def answer(self, value):
        text = json.dumps(value).encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(('', 8080), Handler).serve_forever()
