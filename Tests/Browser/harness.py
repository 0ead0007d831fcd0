"""A browser that looks at the dashboard, and fails where the page complains or asks anybody else."""

import contextlib
import os
import subprocess

from playwright.sync_api import sync_playwright

URL = os.environ["DASHBOARD_URL"]
TENANTS = {name: os.environ[f"DASHBOARD_{name.upper()}"] for name in ("rich", "sparse", "empty")}


def token(role, tenant="rich", user=None):
    command = ["reckoner", "token", "--tenant", TENANTS[tenant], "--role", role, "--user", user or {"rep": "ada"}.get(role, f"{role}-1")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def sql(statement):
    command = ["psql", "-XqAt", os.environ["RECKONER_OWNER_DATABASE_URL"], "-c", f"SET ROLE reckoner_owner; {statement}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@contextlib.contextmanager
def browser():
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield instance
        instance.close()


class Visitor:
    """Somebody with a role, in a browser context of their own."""

    def __init__(self, instance, role, tenant="rich", user=None, **options):
        self.context = instance.new_context(**options)
        self.complaints = []
        self.requests = []
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(f"{URL}/sign-in")
        self.page.fill("#token", token(role, tenant, user))
        self.page.click("button.main")
        self.page.wait_for_selector("h1")

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def open(self, path):
        self.page.goto(f"{URL}{path}", wait_until="load")
        return self.page

    def close(self):
        strangers = [url for url in self.requests if not url.startswith((URL, "data:"))]
        assert not strangers, f"asked other hosts: {strangers}"
        self.context.close()
