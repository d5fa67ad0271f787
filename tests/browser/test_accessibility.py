"""What lets everybody use the page: names, landmarks, contrast, target sizes, zoom, reduced motion."""

import re
from itertools import product
from pathlib import Path

import pytest
from fake_server import FakeServer
from playwright.sync_api import Browser, Page, expect
from talk import settled, tell

CSS = Path(__file__).resolve().parents[2] / "bot" / "web" / "static" / "page.css"
EVERYTHING = ("dessin", "annuaire", "calcul", "levier", "diagnostic", "document", "panne")
TEXTS = ("ink", "ink-soft", "main")
ON_WASHES = (
    ("good", "good-wash"),
    ("warn", "warn-wash"),
    ("note", "note-wash"),
    ("main-strong", "main-wash"),
    ("ink", "warn-wash"),
)
ON_MAIN = (("on-main", "main"), ("on-main", "main-strong"))


def palettes() -> dict[str, dict[str, str]]:
    """The colours of page.css, light then dark."""
    blocks = re.findall(r":root \{(.*?)\}", CSS.read_text(encoding="utf-8"), re.DOTALL)
    read = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in blocks]
    return {"light": read[0], "dark": read[0] | read[1]}


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two #rrggbb colours, from 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_colour_has_a_contrast_of_4_5(mode: str) -> None:
    colours = palettes()[mode]
    pairs = [*product(TEXTS, ("paper", "surface")), *ON_WASHES, *ON_MAIN]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_edges_of_controls_have_a_contrast_of_3(mode: str) -> None:
    colours = palettes()[mode]
    for edge, ground in product(("edge", "main"), ("paper", "surface")):
        assert contrast(colours[edge], colours[ground]) >= 3, (edge, ground)


def test_the_page_has_its_language_landmarks_and_headings(page: Page) -> None:
    assert page.locator("html").get_attribute("lang") == "fr"
    for landmark in ("banner", "main", "contentinfo", "log"):
        assert page.get_by_role(landmark).count() == 1, landmark
    assert page.locator("h1").inner_text() == "Assistant clauses d'insertion"
    expect(page.get_by_role("contentinfo")).to_contain_text("pas un conseil juridique")
    for text in EVERYTHING:
        tell(page, text)
    levels = page.locator("main :is(h1, h2, h3, h4)").evaluate_all("all => all.map(h => h.tagName)")
    assert set(levels) == {"H2"}


def test_every_control_has_a_name_and_every_picture_an_alternative(page: Page) -> None:
    for text in EVERYTHING:
        tell(page, text)
    name = "(c.ariaLabel || c.labels?.[0]?.innerText || c.innerText || '').trim()"
    nameless = page.locator("button, a, textarea, summary").evaluate_all(
        f"all => all.filter(c => !{name}).map(c => c.outerHTML)"
    )
    assert nameless == []
    assert page.locator("img:not([alt])").count() == 0
    assert page.locator(".log img[alt='']").count() == 0
    ids = page.locator("[id]").evaluate_all("all => all.map(e => e.id)")
    assert len(ids) == len(set(ids))
    assert page.locator("div[role=button], [tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0


def test_lists_hold_items_and_definitions_go_by_pairs(page: Page) -> None:
    for text in EVERYTHING:
        tell(page, text)
    assert page.locator(":is(ul, ol) > :not(li)").count() == 0
    assert page.locator("dl > :not(dt, dd)").count() == 0
    assert page.locator("dt").count() == page.locator("dd").count()


def test_targets_are_at_least_44_pixels_high(page: Page) -> None:
    for text in EVERYTHING:
        tell(page, text)
    controls = page.locator("button:visible, textarea, summary, .card a, .skip")
    small = controls.evaluate_all(
        "all => all.filter(c => c.getBoundingClientRect().height < 43.5).map(c => c.outerHTML)"
    )
    assert small == []


def test_the_focus_is_always_visible(page: Page) -> None:
    tell(page, "annuaire")
    seen = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "() => { const a = document.activeElement, style = getComputedStyle(a);"
            " const width = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);"
            " return [a.id || a.className || a.tagName, width] }"
        )
        if name == "BODY":
            continue
        seen.add(name)
        assert outline >= 2, name
    assert {"scroll", "message", "restart", "choice", "send"} <= seen


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (640, 360), (1280, 800)])
def test_nothing_scrolls_sideways(browser: Browser, server: FakeServer, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(server.address)
    settled(page, 1)
    for text in (*EVERYTHING, "injection", "x" * 400):
        tell(page, text)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, text
        assert page.locator("#scroll").evaluate("zone => zone.scrollWidth - zone.clientWidth") <= 0, text
    if height > 480:
        assert page.evaluate("document.documentElement.scrollHeight") <= height
    context.close()


def test_large_text_keeps_everything_within_reach(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    tell(page, "annuaire")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("button", name="Envoyer")).to_be_in_viewport()


@pytest.mark.parametrize(("wish", "moving"), [("reduce", False), ("no-preference", True)])
def test_movement_follows_the_wish_of_the_person(browser: Browser, server: FakeServer, wish: str, moving: bool) -> None:
    context = browser.new_context(reduced_motion=wish)
    page = context.new_page()
    page.goto(server.address)
    settled(page, 1)
    page.route("**/message", lambda route: None)
    page.get_by_label("Votre message").fill("Bonjour")
    page.get_by_label("Votre message").press("Enter")
    dot = page.locator(".typing i").first
    dot.wait_for(state="attached")
    assert (dot.evaluate("dot => getComputedStyle(dot).animationName") != "none") is moving
    page.unroute_all(behavior="ignoreErrors")
    context.close()
