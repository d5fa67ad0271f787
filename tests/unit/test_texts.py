"""The spoken texts of data/dialogue: every one can be said, in plain words, with buttons that lead somewhere."""

import re
from pathlib import Path

import pytest
import yaml

from bot.settings import PROJECT
from bot.texts import TextError, labels, render

TEXTS = yaml.safe_load((PROJECT / "data" / "dialogue" / "textes.yml").read_text(encoding="utf-8"))
DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
VARIANTS = [(name, audience) for name, entry in TEXTS.items() for audience in (None, *(entry.get("selon") or {}))]
FAMILIAR = re.compile(r"\b(?:tu|toi|ton|tes|te)\b", re.IGNORECASE)
CODES = "".join(
    path.read_text(encoding="utf-8") for folder in ("actions", "bot") for path in Path(PROJECT, folder).rglob("*.py")
)


def entry_of(name: str, audience: str | None) -> dict:
    return {**TEXTS[name], **(TEXTS[name].get("selon") or {}).get(audience or "", {})}


@pytest.mark.parametrize(("name", "audience"), VARIANTS)
def test_a_text_is_formal_and_without_dots_inside_words(name: str, audience: str | None) -> None:
    text = entry_of(name, audience)["texte"]
    assert text.strip()
    assert not FAMILIAR.search(text)
    assert "·" not in text


@pytest.mark.parametrize(("name", "audience"), VARIANTS)
def test_each_button_is_short_and_leads_somewhere(name: str, audience: str | None) -> None:
    known = {*DOMAIN["intents"], *labels()}
    for button in entry_of(name, audience).get("boutons") or ():
        assert 3 <= len(button["titre"]) <= 60
        assert re.match(r"/([a-z_/0-9]+)", button["payload"])[1] in known
        assert not re.search(r"\b[A-Z]{3,}\b", button["titre"]), "an acronym in a button is not explained"


@pytest.mark.parametrize("name", TEXTS)
def test_each_text_is_used(name: str) -> None:
    made_up = re.sub(
        r"_(acheteur|entreprise|referent|facilitateur|lieu|choix|type|inconnu)$|^(lieu|choix|type|aide)_", "", name
    )
    assert f'"{name}"' in CODES or made_up != name


def test_the_variant_of_the_reader_is_chosen() -> None:
    assert render("menu", "acheteur").buttons != render("menu", "entreprise").buttons
    assert render("menu", "inconnu").buttons == render("menu").buttons


def test_a_missing_text_names_the_file() -> None:
    with pytest.raises(TextError, match=r"textes\.yml"):
        render("n'existe pas")


def test_blanks_are_filled_and_never_read_as_a_template() -> None:
    assert "{{ 7 * 7 }}" in render("information_lieu", values={"lieu": "{{ 7 * 7 }}"}).text


def test_labels_are_words_that_fit_a_button() -> None:
    for label, words in labels().items():
        assert len(words) <= 60, label
        assert "_" not in words


@pytest.mark.parametrize("others", [["région Bretagne"], []])
def test_nobody_to_turn_to_is_no_empty_list(others: list[str]) -> None:
    values = {"lieu": "région Grand Est", "criteres": "GEIQ", "recours": others, "autres": []}
    text = render("aucun_acteur", values=values).text
    assert ("tourner vers" in text) == bool(others)
    assert not text.endswith(":")
