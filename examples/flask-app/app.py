"""The lab's service: shows the current time in Moscow."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask

from observability import ObservedFlask

MOSCOW = ZoneInfo('Europe/Moscow')

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Moscow time</title>
<h1><time datetime="{exact}">{clock}</time></h1>
<p>Moscow, {date}</p>
</html>
"""


def create_app() -> Flask:
    app = ObservedFlask(__name__, static_folder=None)

    @app.get('/')
    def moscow_time():
        now = datetime.now(MOSCOW)
        page = PAGE.format(exact=now.isoformat(timespec='seconds'), clock=f'{now:%H:%M:%S}', date=f'{now:%Y-%m-%d}')
        return page, {'Cache-Control': 'no-store'}

    # Says only that this process answers: a check of anything further away would restart healthy pods.
    @app.get('/health')
    def health():
        return {'status': 'ok'}

    app.declare_series()
    return app
