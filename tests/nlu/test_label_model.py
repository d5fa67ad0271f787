"""Folding, markers, features and the label model: same data same weights, any text a probability."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.nlu.features import LONGEST_READ, FeatureSettings, TextFeatures, shorten, words
from bot.nlu.folding import fold
from bot.nlu.marking import mark
from bot.nlu.model import LabelModel, best_sharpness

HOSTILE = {
    "nothing": "",
    "blanks": " \t\n ",
    "digits only": "0123456789" * 50,
    "emoji": "😀👍🏽" * 40,
    "control characters": "\x00\x07\x1b[31m oui \x7f",
    "right to left": "מה זה \u202eסעיף\u202c שילוב",
    "html": "<script>alert('x')</script><b>clause</b>",
    "long": "bonjour la clause " * 1_500,
    "one long word": "a" * 20_000,
    "combining marks": "e\u0301" * 500 + "\u0300" * 500,
    "surrogate": "\ud800 clause",
    "slash": '/informer{"choix": ',
    "unknown words": "zzqx kkwv 漢字 Ωμέγα",
}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Où ça ? À l'Île-d'Yeu", "ou ca ? a l ile d yeu"),
        ("aujourd’hui", "aujourd hui"),
        ("ÉTÉ", "ete"),
        ("", ""),
        ("marché réservé", "marche reserve"),
    ],
)
def test_folding_takes_case_accents_and_apostrophes_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "entities", "marked"),
    [
        ("une etti à Oô", [("territoire", 11, 13)], "une etti à xxlieu"),
        ("une etti à Oô", [("type_acteur", 4, 8), ("territoire", 11, 13)], "une etti xxtype à xxlieu"),
        ("150 k€ à 5 %", [("taux_insertion", 9, 12), ("montant", 0, 6)], "xxmontant à xxtaux"),
        ("la mairie", [("profil", 3, 9)], "la mairie"),
        ("Lyon 3e Lyon", [("territoire", 0, 7), ("territoire", 0, 4)], "xxlieu Lyon"),
        ("court", [("territoire", 0, 40)], "court"),
        ("rien", [], "rien"),
    ],
)
def test_what_is_named_becomes_its_marker(text: str, entities: list[tuple[str, int, int]], marked: str) -> None:
    found = [{"entity": name, "start": start, "end": end} for name, start, end in entities]
    assert [word for word in mark(text, found).split() if not word.startswith("zz")] == marked.split()


@pytest.mark.parametrize(
    ("names", "together"),
    [
        (["territoire", "type_acteur"], ["zztypelieu"]),
        (["territoire", "secteur"], ["zzsecteurlieu"]),
        (["territoire"], ["zzlieuseul"]),
        (["type_acteur"], []),
        ([], []),
    ],
)
def test_what_is_named_together_adds_one_marker_at_the_end(names: list[str], together: list[str]) -> None:
    found = [{"entity": name, "start": 2 * i, "end": 2 * i + 1} for i, name in enumerate(names)]
    assert [word for word in mark("a b c d", found).split() if word.startswith("zz")] == together


def test_every_place_reads_the_same() -> None:
    def features(place: str) -> list[str]:
        text = f"un esat à {place} svp"
        return words(mark(text, [{"entity": "territoire", "start": 10, "end": 10 + len(place)}]))

    assert features("Oô") == features("Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson")


def test_a_long_story_keeps_its_start_and_its_end() -> None:
    text = "début " + "bla " * 5_000 + "fin"
    assert len(shorten(text)) <= LONGEST_READ + 1
    assert shorten(text).startswith("début") and shorten(text).endswith("fin")


def test_figures_are_read_by_their_shape_not_by_heart() -> None:
    assert words("marché de 150000 en 2026") == words("marché de 987654 en 1999")


def test_the_same_data_gives_the_same_weights(
    settings: FeatureSettings, examples: tuple[list[str], list[str]], small_model: LabelModel
) -> None:
    again = LabelModel.train(*examples, settings)
    assert again.labels == small_model.labels
    assert np.array_equal(again.weights, small_model.weights)
    assert np.array_equal(again.intercepts, small_model.intercepts)
    assert again.sharpness == small_model.sharpness


def test_one_row_is_the_row_of_the_batch(settings: FeatureSettings, examples: tuple[list[str], list[str]]) -> None:
    features = TextFeatures(settings).fit(examples[0])
    batch = features.transform(examples[0])
    for number, text in enumerate(examples[0]):
        columns, values = features.row(text)
        single = np.zeros(features.width, np.float32)
        single[columns] = values
        assert np.allclose(single, batch[number].toarray().ravel())


def test_no_text_gives_no_row(settings: FeatureSettings, examples: tuple[list[str], list[str]]) -> None:
    features = TextFeatures(settings).fit(examples[0])
    assert features.transform([]).shape == (0, features.width)


def test_the_training_phrases_are_known(small_model: LabelModel, examples: tuple[list[str], list[str]]) -> None:
    found = [small_model.labels[int(np.argmax(small_model.scores(text)))] for text in examples[0]]
    assert found == examples[1]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_still_gets_probabilities(small_model: LabelModel, text: str) -> None:
    probabilities = small_model.probabilities(text)
    assert probabilities.shape == (len(small_model.labels),)
    assert np.isclose(probabilities.sum(), 1, atol=1e-4) and (probabilities >= 0).all()


@hypothesis_settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_gets_probabilities_that_add_up_to_one(small_model: LabelModel, text: str) -> None:
    assert np.isclose(small_model.probabilities(text).sum(), 1, atol=1e-4)


def test_two_labels_are_enough(settings: FeatureSettings) -> None:
    texts = ["oui", "oui merci", "oui oui", "non", "non merci", "non non"]
    model = LabelModel.train(texts, ["affirmer"] * 3 + ["nier"] * 3, settings)
    assert [model.labels[int(np.argmax(model.scores(text)))] for text in ("oui", "non")] == ["affirmer", "nier"]


def test_one_label_is_refused_in_french(settings: FeatureSettings) -> None:
    with pytest.raises(ValueError, match="deux étiquettes"):
        LabelModel.train(["oui", "oui merci"], ["affirmer"] * 2, settings)


def test_sharpness_gives_scores_the_confidence_they_deserve() -> None:
    scores = np.array([[1.0, 0.0]] * 8 + [[0.0, 1.0]] * 2)
    truths = np.zeros(10, int)
    sharpness = best_sharpness(scores, truths)
    assert np.isclose(1 / (1 + np.exp(-sharpness)), 0.8, atol=0.01)
