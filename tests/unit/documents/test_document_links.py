"""Signed links: what they carry, how long, and what an altered one gives."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.documents import (
    TYPES,
    BadLink,
    ExpiredLink,
    UnknownDocument,
    answer,
    build,
    expires_at,
    page_for,
    read,
    sign,
)

SECRET = "un secret partagé entre les serveurs"
NOW = datetime(2026, 11, 22, 10, tzinfo=timezone.utc)


@pytest.mark.parametrize("type_document", TYPES)
def test_a_link_gives_back_the_document_that_was_signed(type_document: str, data: dict[str, Any]) -> None:
    found, kept = read(sign(type_document, data, SECRET, NOW), SECRET, NOW + timedelta(days=29))
    assert found == type_document
    assert kept["organisation"] == "Bâti-Exemple"
    if type_document.endswith(("contacts", "vcf", "agenda")):
        assert build(found, kept).contenu == build(type_document, data).contenu


def test_a_link_stops_after_thirty_days(data: dict[str, Any]) -> None:
    token = sign("clause", data, SECRET, NOW)
    read(token, SECRET, expires_at(NOW) - timedelta(seconds=1))
    with pytest.raises(ExpiredLink):
        read(token, SECRET, expires_at(NOW))


def test_every_altered_or_cut_link_is_refused(data: dict[str, Any]) -> None:
    token = sign("clause", data, SECRET, NOW)
    for position in range(0, len(token), 7):
        other = "A" if token[position] != "A" else "B"
        with pytest.raises(BadLink):
            read(token[:position] + other + token[position + 1 :], SECRET, NOW)
        with pytest.raises(BadLink):
            read(token[:position], SECRET, NOW)


@pytest.mark.parametrize("token", ["", "x", "é" * 20, "../../etc", "a" * 100_000, "=" * 8, None, 12])
def test_anything_else_is_refused(token: Any) -> None:
    with pytest.raises(BadLink):
        read(token, SECRET, NOW)


def test_another_secret_or_the_future_is_refused(data: dict[str, Any]) -> None:
    token = sign("clause", data, SECRET, NOW)
    with pytest.raises(BadLink):
        read(token, SECRET + "!", NOW)
    with pytest.raises(BadLink):
        read(token, SECRET, NOW - timedelta(hours=1))


def test_nothing_can_be_read_in_the_address_and_two_links_differ(data: dict[str, Any]) -> None:
    import base64

    first, second = sign("clause", data, SECRET, NOW), sign("clause", data, SECRET, NOW)
    assert first != second
    assert re.fullmatch(r"[\w-]+", first, re.ASCII)
    decoded = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4))
    for secret in (b"Exemple", b"Tilleuls", b"clause", b"69100"):
        assert secret not in decoded


@pytest.mark.parametrize("type_document", TYPES)
def test_usual_links_are_short(type_document: str, data: dict[str, Any]) -> None:
    assert len(sign(type_document, data, SECRET, NOW)) < 1200


def test_only_what_the_document_uses_travels(data: dict[str, Any]) -> None:
    _, kept = read(sign("tableau_suivi", {**data, "inconnu": "x"}, SECRET, NOW), SECRET, NOW)
    assert set(kept) == {
        "organisation",
        "audience",
        "territoire_nom",
        "date_production",
        "contrat",
        "acteurs",
    }
    assert [actor["kind"] for actor in kept["acteurs"]] == ["facilitateur"]


def test_a_document_keeps_the_date_of_its_link() -> None:
    assert read(sign("clause", {}, SECRET, NOW), SECRET, NOW)[1] == {"date_production": "2026-11-22"}


def test_a_short_secret_or_an_unknown_document_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="16 caractères"):
        sign("clause", data, "court", NOW)
    with pytest.raises(UnknownDocument, match="Je peux produire"):
        sign("poème", data, SECRET, NOW)
    with pytest.raises(UnknownDocument):
        build("poème", data)


def test_the_answer_is_the_file_to_download_and_is_kept_nowhere(data: dict[str, Any]) -> None:
    given = answer(sign("rappels", data, SECRET, NOW), SECRET, NOW)
    assert given.status == 200
    assert given.headers["Content-Disposition"] == 'attachment; filename="rappels-clauses-insertion.ics"'
    assert given.headers["Cache-Control"] == "private, no-store"
    assert given.body.startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    ("token_age", "status", "title"),
    [(31, 410, "Ce lien a expiré"), (None, 404, "Ce lien n'est pas reconnu")],
)
def test_a_link_that_does_not_work_gives_a_clear_french_page(
    token_age: int | None, status: int, title: str, data: dict[str, Any]
) -> None:
    token = sign("clause", data, SECRET, NOW - timedelta(days=token_age)) if token_age else "abîmé<script>"
    given = answer(token, SECRET, NOW)
    page = given.body.decode()
    assert given.status == status
    assert '<html lang="fr">' in page
    assert title in page.replace("&#x27;", "'")
    assert "<script>" not in page


def test_the_page_says_the_same_whatever_the_error_says() -> None:
    assert page_for(BadLink("<b>détail</b>")) == page_for(ValueError())
    assert page_for(ExpiredLink()) != page_for(BadLink())
