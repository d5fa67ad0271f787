"""What the tests of understanding share. Rasa and TensorFlow warn when imported: that is not ours to fix."""

import os
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import matplotlib.pyplot  # noqa: F401
    import rasa.core.agent
    import rasa.model_training
    import rasa.shared.nlu.training_data.loading  # noqa: F401

import pytest

from bot.nlu.features import FeatureSettings
from bot.nlu.model import LabelModel

PHRASES = {
    "faq/geiq": ["c'est quoi un GEIQ", "comment marche un geiq", "le groupement d'employeurs GEIQ fait quoi"],
    "faq/penalites": ["quelles pénalités si je rate", "combien coûte la pénalité", "on risque une sanction ?"],
    "salutation": ["bonjour", "bonsoir à vous", "coucou le robot"],
    "chercher_acteur": ["une etti xxlieu", "trouver un esat près de xxlieu", "quel facilitateur à xxlieu"],
}


@pytest.fixture(scope="session")
def settings() -> FeatureSettings:
    """Without word vectors, so that no French model is loaded."""
    return FeatureSettings(vector_weight=0)


@pytest.fixture(scope="session")
def examples() -> tuple[list[str], list[str]]:
    """Texts and labels of a tiny data set."""
    pairs = [(text, label) for label, texts in PHRASES.items() for text in texts]
    return [text for text, _ in pairs], [label for _, label in pairs]


@pytest.fixture(scope="session")
def small_model(settings: FeatureSettings, examples: tuple[list[str], list[str]]) -> LabelModel:
    """A label model trained on the tiny data set."""
    return LabelModel.train(*examples, settings)
