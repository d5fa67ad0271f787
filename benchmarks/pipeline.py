"""What every bench shares: the settings of config.yml, the trained model, the training phrases."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.features import FeatureSettings
from bot.rasa_server import leave_tensorflow_out
from bot.settings import PROJECT

MODEL = PROJECT / "models" / "assistant.tar.gz"
NLU = PROJECT / "data" / "nlu"
CLASSIFIER = "bot.nlu.labels.LabelClassifier"


def label_settings() -> dict[str, Any]:
    """Return the keyword arguments of `LabelModel.train` that config.yml asks for (defaults where it is silent)."""
    leave_tensorflow_out()
    from bot.nlu.labels import LabelClassifier

    pipeline = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    chosen = next((step for step in pipeline if step["name"] == CLASSIFIER), {})
    values = {**LabelClassifier.get_default_config(), **{k: v for k, v in chosen.items() if k != "name"}}
    names = {field.name for field in fields(FeatureSettings)}
    return {
        "settings": FeatureSettings(**{key: value for key, value in values.items() if key in names}),
        "regularisation": values["regularisation"],
    }


def training_phrases(folder: Path = NLU) -> list[tuple[str, str]]:
    """Return (text, label) of every example under `folder`, as Rasa's `- ` lines give them."""
    pairs: list[tuple[str, str]] = []
    for file in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu", []):
            if "intent" in block:
                lines = block["examples"].splitlines()
                pairs += [
                    (line.strip()[2:].strip(), block["intent"]) for line in lines if line.strip().startswith("- ")
                ]
    return pairs


def fallback_threshold() -> float:
    """Return the confidence under which config.yml declares a message not understood; 0 without FallbackClassifier."""
    pipeline = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return next((float(step["threshold"]) for step in pipeline if step["name"] == "FallbackClassifier"), 0.0)
