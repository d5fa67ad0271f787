"""What a server answers to the address of a document, as plain values for any web framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

from bot.documents.build import build
from bot.documents.content import colour, load
from bot.documents.links import ExpiredLink, read

# A document is made for one person: no cache keeps it, no search engine lists it, no site learns its address.
_PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Answer:
    """HTTP status, headers and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def answer(token: str, secret: str | bytes, now: datetime) -> Answer:
    """The document behind a token, or a clear page: 410 when it expired, 404 when it is not one of ours."""
    try:
        document = build(*read(token, secret, now))
    except ValueError as error:
        status = 410 if isinstance(error, ExpiredLink) else 404
        headers = {
            **_PRIVATE,
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": _PAGE_POLICY,
        }
        return Answer(status, headers, page_for(error).encode("utf-8"))
    headers = {
        **_PRIVATE,
        "Content-Type": document.mime,
        "Content-Disposition": f'attachment; filename="{document.nom}"',
    }
    return Answer(200, headers, document.contenu)


def page_for(error: Exception) -> str:
    """A page in French that says what happened to the link and what to do."""
    texts = load("page_lien")["expire" if isinstance(error, ExpiredLink) else "inconnu"]
    colours = {name: f"#{colour(name)}" for name in ("titre", "texte", "fond_clair", "accent", "filet")}
    paragraphs = "\n".join(f"<p>{escape(text)}</p>" for text in texts["paragraphes"])
    return f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(texts["titre"])}</title>
<style>
body {{ margin: 0; background: {colours["fond_clair"]}; color: {colours["texte"]};
  font: 1.125rem/1.6 Arial, sans-serif; }}
main {{ max-width: 38rem; margin: 12vh auto 2rem; padding: 2rem 2.5rem; background: #fff;
  border: 1px solid {colours["filet"]}; border-top: .5rem solid {colours["titre"]}; }}
h1 {{ margin-top: 0; color: {colours["titre"]}; font-size: 1.75rem; line-height: 1.25; }}
@media (max-width: 40rem) {{ main {{ margin: 1rem; padding: 1.25rem; }} }}
</style>
</head>
<body>
<main>
<h1>{escape(texts["titre"])}</h1>
{paragraphs}
</main>
</body>
</html>
"""
