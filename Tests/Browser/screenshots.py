"""Pictures of every page: deploy/screenshots DIR."""

import sys

from harness import Visitor, browser

PAGES = {
    "rep": ["/rep"],
    "manager": ["/manager", "/coaching"],
    "executive": ["/executive", "/attribution", "/calibration", "/calibration/send_email"],
    "operator": ["/operations"],
}
LOOKS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "device_scale_factor": 2},
}

with browser() as instance:
    for tenant in ("rich", "sparse", "empty"):
        for look, options in LOOKS.items():
            for role, paths in PAGES.items():
                visitor = Visitor(instance, role, tenant, **options)
                for path in paths:
                    page = visitor.open(path)
                    page.wait_for_timeout(300)
                    name = path[1:].replace("/", "-")
                    page.screenshot(path=f"{sys.argv[1]}/{name}-{tenant}-{look}.png", full_page=True)
                if role == "rep" and tenant == "rich":
                    link = page.locator("a:has-text('The whole story')").first
                    if link.count():
                        link.click()
                        page.wait_for_load_state()
                        page.screenshot(path=f"{sys.argv[1]}/story-{tenant}-{look}.png", full_page=True)
                visitor.close()
