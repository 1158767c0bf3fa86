import re
from datetime import datetime, timedelta, timezone


def test_the_page_shows_the_time_in_moscow_whatever_the_machine_is_set_to(serve):
    # An empty PYTHONTZPATH hides the system's time zones, which slim images lack.
    server = serve(app='app:create_app()', TZ='America/New_York', PYTHONTZPATH='')
    status, page = server.get('/')
    assert status == 200
    shown = datetime.fromisoformat(re.search(r'<time datetime="([^"]+)">', page)[1])
    assert shown.utcoffset() == timedelta(hours=3)
    assert abs(datetime.now(timezone.utc) - shown) < timedelta(seconds=5)
    assert f'>{shown:%H:%M:%S}</time>' in page
    assert f'Moscow, {shown:%Y-%m-%d}' in page


def test_health(server):
    assert server.get('/health') == (200, '{"status":"ok"}\n')
