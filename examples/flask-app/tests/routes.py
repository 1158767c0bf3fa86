"""The application with routes that fail, wait and tell which worker answers."""

import os
import time

from app import create_app


def create_test_app():
    app = create_app()

    @app.get('/items/<int:item>')
    def item(item):
        return {'item': item}

    @app.get('/worker')
    def worker():
        return str(os.getpid())

    @app.get('/slow')
    def slow():
        time.sleep(2)
        return 'done'

    @app.get('/broken')
    def broken():
        raise RuntimeError('the database\nis away')

    @app.get('/busy')
    def busy():
        return 'later', 503

    return app
