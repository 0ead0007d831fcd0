"""The dashboard in a browser, with the real server behind it: deploy/test-dashboard."""

import os
import subprocess
import sys
import time
import traceback

from axe_playwright_python.sync_playwright import Axe
from harness import TENANTS, URL, Visitor, browser, sql

BOARDS = {
    "rep": ["/rep", "/calibration"],
    "manager": ["/manager", "/attribution", "/coaching", "/calibration"],
    "executive": ["/executive", "/manager", "/attribution", "/coaching", "/calibration"],
    "operator": ["/operations", "/calibration"],
}
ALL = {"/rep", "/manager", "/executive", "/attribution", "/coaching", "/operations", "/calibration"}


def pages_by_role(instance):
    """Each role sees its own pages, complete and without a complaint, and no other's."""
    for role, paths in BOARDS.items():
        visitor = Visitor(instance, role)
        assert visitor.page.url == URL + paths[0], f"{role} begins at {visitor.page.url}"
        for path in paths:
            page = visitor.open(path)
            assert page.locator("h1").count() == 1 and page.locator(".headline").inner_text(), path
            assert page.locator("nav a[aria-current=page]").count() == 1, path
        assert visitor.complaints == [], f"{role}: {visitor.complaints}"
        for path in ALL - set(paths):
            answer = visitor.page.goto(URL + path)
            assert answer.status == 403, f"{role} {path}: {answer.status}"
            assert "role" in visitor.page.inner_text("main"), path
        visitor.close()


def charts(instance):
    """Every chart is drawn, and has its table."""
    visitor = Visitor(instance, "manager")
    for path in ("/manager", "/attribution", "/calibration", "/calibration/send_email"):
        page = visitor.open(path)
        figures = page.locator("figure[data-chart]")
        assert figures.count() > 0, path
        for index in range(figures.count()):
            figure = figures.nth(index)
            assert figure.locator("canvas[role=img][aria-label]").count() == 1, f"{path}, chart {index}"
            assert figure.locator("tbody tr").count() > 0, f"{path}, chart {index}"
            drawn = figure.locator("canvas").evaluate(
                "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(v => v)"
            )
            assert drawn, f"{path}, chart {index} is blank"
    assert visitor.complaints == [], visitor.complaints
    visitor.close()


def accessible(instance):
    """axe finds nothing, in either colour scheme, with much data and with none."""
    axe = Axe()
    for scheme in ("light", "dark"):
        for tenant in ("rich", "empty"):
            for role, path in [("rep", "/rep"), ("manager", "/manager"), ("manager", "/coaching"),
                               ("executive", "/executive"), ("executive", "/attribution"),
                               ("executive", "/calibration"), ("operator", "/operations")]:
                visitor = Visitor(instance, role, tenant, color_scheme=scheme)
                results = axe.run(visitor.open(path))
                assert results.violations_count == 0, f"{path} {tenant} {scheme}: {results.generate_report()}"
                visitor.close()
    page = instance.new_page()
    page.goto(f"{URL}/sign-in")
    results = axe.run(page)
    assert results.violations_count == 0, results.generate_report()
    page.close()


def labels(instance):
    """A click and a key label outcomes: the database says so, and so does another browser; the time, two seconds at most on
    an idle machine, is printed."""
    first, second = Visitor(instance, "manager"), Visitor(instance, "manager", user="manager-2")
    for visitor in (first, second):
        visitor.open("/manager")
        visitor.page.wait_for_selector("#connection[data-state=live]")
    for use in ("click", "key"):
        task = first.page.locator("#labels .task").first
        name = task.get_attribute("id")
        outcome = name.removeprefix("label-")
        if use == "click":
            task.get_by_role("button", name="A success").click()
        else:
            task.focus()
            first.page.keyboard.press("n")
        begin = time.monotonic()
        second.page.wait_for_selector(f"#{name}", state="detached", timeout=10_000)
        took = time.monotonic() - begin
        print(f"  a label reached the other browser after {took:.2f} s")
        first.page.wait_for_selector(f"#{name}", state="detached")
        status = sql(f"SELECT outcome_status, signal_source FROM learning.outcome_records WHERE outcome_id = '{outcome}'")
        expected = "positive" if use == "click" else "negative"
        assert status == f"{expected}|human_label", f"{use}: {status}"
    for visitor in (first, second):
        assert visitor.complaints == [], visitor.complaints
        visitor.close()


def ratings(instance):
    """A rating is recorded as the reviewer's, its question goes, and another browser hears of it."""
    visitor = Visitor(instance, "manager", user="rating-manager")
    visitor.open("/manager")
    other = Visitor(instance, "executive")
    other.open("/manager?days=90")
    other.page.wait_for_selector("#connection[data-state=live]")
    before = other.page.inner_text("#feedback")
    task = visitor.page.locator("#ratings .task").first
    name = task.get_attribute("id")
    task.focus()
    visitor.page.keyboard.press("4")
    visitor.page.wait_for_selector(f"#{name}", state="detached", timeout=5000)
    rows = sql("SELECT rating, source FROM learning.feedback_entries WHERE reviewer_id = 'rating-manager'")
    assert rows == "4|dashboard", rows
    # The figures of a period are kept for five seconds: that the page was asked for again is what is looked at.
    asked = len(other.requests)
    begin = time.monotonic()
    while time.monotonic() < begin + 10 and len(other.requests) == asked and other.page.inner_text("#feedback") == before:
        other.page.wait_for_timeout(50)
    assert any(url == f"{URL}/manager?days=90" for url in other.requests[-3:]), other.requests[-5:]
    assert visitor.complaints == [], visitor.complaints
    visitor.close()
    other.close()


def operations(instance):
    """An operator sees what was given up, counts what a replay takes, and replays it."""
    tenant = TENANTS["rich"]
    fields = ["event_id", "00000000-0000-4000-8000-00000000dead", "event_type", "agent.action", "timestamp", "nonsense",
              "tenant_id", tenant, "data", "{}"]
    redis = ["redis-cli", "-u", os.environ["RECKONER_REDIS_URL"]]
    if os.environ["RECKONER_REDIS_URL"].startswith("unix:"):
        redis = ["redis-cli", "-s", os.environ["RECKONER_REDIS_URL"].split(":", 1)[1].split("?")[0].removeprefix("//")]
    subprocess.run([*redis, "XADD", f"t:{tenant}:events:agent.action", "*", *fields], check=True, capture_output=True)
    visitor = Visitor(instance, "operator")
    for _ in range(50):
        visitor.open("/operations")
        if visitor.page.locator("#letters .task").count():
            break
        visitor.page.wait_for_timeout(100)
    assert "dead letter" in visitor.page.inner_text(".headline")
    assert "agent.action" in visitor.page.inner_text("#streams")
    task = visitor.page.locator("#letters .task").first
    task.get_by_role("button", name="Count what a replay takes").click()
    visitor.page.wait_for_selector("#letters .task .message")
    assert "would take 1 letter" in task.inner_text(), task.inner_text()
    task.get_by_role("button", name="Replay", exact=False).last.click()
    visitor.page.wait_for_timeout(1500)
    rows = sql("SELECT action, actor_id FROM learning.operator_actions")
    assert "replay" in rows and "operator-1" in rows, rows
    assert visitor.complaints == [], visitor.complaints
    visitor.close()


def story(instance):
    """From a waiting outcome its whole story is one click away."""
    visitor = Visitor(instance, "manager")
    visitor.open("/manager")
    visitor.page.locator("#labels .task a").first.click()
    visitor.page.wait_for_selector("#timeline_1")
    text = visitor.page.inner_text("#timeline_1")
    assert "The agent:" in text and "The customer:" in text, text
    assert visitor.complaints == [], visitor.complaints
    visitor.close()


def session(instance):
    """Without a session everything leads to signing in, and back; signing out ends it; a bad token is told."""
    context = instance.new_context()
    page = context.new_page()
    page.goto(f"{URL}/manager?days=7")
    assert page.url.startswith(f"{URL}/sign-in?next="), page.url
    page.fill("#token", "nonsense")
    page.click("button.main")
    assert page.locator("[role=alert]").count() == 1
    context.close()
    visitor = Visitor(instance, "manager")
    cookie = next(one for one in visitor.context.cookies() if one["name"] == "reckoner_session")
    assert cookie["httpOnly"] and cookie["sameSite"] == "Strict", cookie
    assert visitor.page.evaluate("document.cookie") == ""
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.page.wait_for_url("**/sign-in")
    visitor.open("/manager")
    assert "/sign-in" in visitor.page.url
    visitor.close()


def strangers(instance):
    """Another site's page can't answer in somebody's name, and another tenant's outcome isn't there."""
    visitor = Visitor(instance, "manager")
    outcome = sql(f"SELECT outcome_id FROM learning.outcome_records WHERE tenant_id = '{TENANTS['rich']}' LIMIT 1")
    answer = visitor.context.request.post(
        f"{URL}/answers/label",
        form={"outcome_id": outcome, "label": "positive"},
        headers={"Origin": "https://elsewhere.example", "Accept": "application/json"},
    )
    assert answer.status == 403, answer.status
    visitor.close()
    other = Visitor(instance, "manager", "sparse")
    assert other.page.goto(f"{URL}/outcomes/{outcome}").status == 404
    other.close()


def restart(instance):
    """A page says that the connection is lost, and is live again by itself."""
    visitor = Visitor(instance, "manager")
    visitor.open("/manager")
    visitor.page.wait_for_selector("#connection[data-state=live]")
    subprocess.run([os.environ["DASHBOARD_RESTART"], "stop"], check=True)
    visitor.page.wait_for_selector("#connection[data-state=lost]", timeout=20_000)
    subprocess.run([os.environ["DASHBOARD_RESTART"]], check=True)
    visitor.page.wait_for_selector("#connection[data-state=live]", timeout=30_000)
    visitor.close()


def light(instance):
    """A first view is small; how soon it is there is printed."""
    for path in ("/manager", "/executive", "/calibration"):
        visitor = Visitor(instance, "executive")
        visitor.context.clear_cookies(name="nothing")
        # What an earlier page has loaded is asked for again.
        visitor.page.route("**/*", lambda route: route.continue_(headers={**route.request.headers, "Cache-Control": "no-cache"}))
        page = visitor.open(path)
        size, took = page.evaluate(
            "[performance.getEntries().reduce((sum, one) => sum + (one.encodedBodySize || 0), 0),"
            " performance.getEntriesByType('navigation')[0].duration]"
        )
        print(f"  {path}: {size / 1000:.0f} kB, {took:.0f} ms")
        assert 50_000 < size < 300_000, size
        visitor.close()


def without_script(instance):
    """Everything can be read, and answered, where no script runs."""
    visitor = Visitor(instance, "manager", java_script_enabled=False)
    visitor.open("/manager")
    assert visitor.page.locator("figure[data-chart] table tbody tr").count() > 0
    task = visitor.page.locator("#labels .task").first
    name = task.get_attribute("id")
    task.locator("button").first.click()
    visitor.page.wait_for_selector("h1")
    assert visitor.page.url == f"{URL}/manager", visitor.page.url
    count = sql(f"SELECT count(*) FROM learning.outcome_labels WHERE outcome_id = '{name.removeprefix('label-')}'")
    assert count == "1", count
    visitor.close()


TESTS = [pages_by_role, charts, accessible, labels, ratings, story, operations, session, strangers, light, without_script, restart]

if __name__ == "__main__":
    failed = []
    with browser() as instance:
        for test in TESTS:
            if len(sys.argv) > 1 and test.__name__ not in sys.argv[1:]:
                continue
            print(f"test-dashboard: {test.__name__}: {test.__doc__}", flush=True)
            try:
                test(instance)
            except Exception:
                traceback.print_exc()
                failed.append(test.__name__)
            for context in instance.contexts:
                context.close()
    if failed:
        sys.exit(f"test-dashboard: failed: {', '.join(failed)}")
    print(f"test-dashboard: {len(TESTS)} tests hold")
