"""Trains the peers, once for each state of the project, into var/peers."""

import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from benchmarks.pipeline import NLU, training_phrases
from bot.launcher import environment
from bot.settings import PROJECT

HERE = Path(__file__).resolve().parent
CACHE = PROJECT / "var" / "peers"
DEFAULT_EPOCHS = 100
FLAT = "__"  # stands for the slash of `faq/<topic>` in the intents of `diet_flat`
FLOOR_KEYWORDS = {
    "definition_clause": "clause d'insertion",
    "siae": "SIAE",
    "geiq": "GEIQ",
    "penalites": "pénalités",
    "bilan": "bilan",
    "convention": "convention",
    "globalisation": "globaliser",
}
ANSWER = "Un groupement d'employeurs pour l'insertion et la qualification. Source : code du travail."


def rasa_default(epochs: int = DEFAULT_EPOCHS, as_it_is: bool = False) -> Path:
    """Return the model of Rasa's default configuration on the project's own data; trained when not cached.

    `as_it_is` takes a cached model of former data too: enough for speed, wrong for accuracy.
    Raises CalledProcessError when training fails; its log is beside the model.
    """
    cached = CACHE / f"rasa_default_{epochs}.tar.gz"
    if as_it_is and cached.exists():
        return cached
    config = yaml.safe_load((HERE / "rasa_default.yml").read_text(encoding="utf-8"))
    for step in (*config["pipeline"], *config["policies"]):
        if "epochs" in step:
            step["epochs"] = epochs
    sources = [PROJECT / "domain.yml", NLU, *(PROJECT / "data" / name for name in ("rules", "stories", "responses"))]
    return _trained(f"rasa_default_{epochs}", config, [path for path in sources if path.exists()])


def diet_flat(epochs: int = DEFAULT_EPOCHS) -> Path:
    """Return the model of DIET alone choosing at once among the labels of the contract, `faq/<topic>` as
    `faq__<topic>`: the flat choice of ours with Rasa's own classifier. Trained when not cached."""
    folder = CACHE / "diet_flat_data"
    folder.mkdir(parents=True, exist_ok=True)
    phrases: dict[str, list[str]] = {}
    for text, label in training_phrases():
        phrases.setdefault(label.replace("/", FLAT), []).append(text)
    nlu = [{"intent": name, "examples": "".join(f"- {text}\n" for text in some)} for name, some in phrases.items()]
    for name, content in (
        ("domain", {"version": "3.1", "intents": list(phrases)}),
        ("nlu", {"version": "3.1", "nlu": nlu}),
    ):
        (folder / f"{name}.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    config = yaml.safe_load((HERE / "diet_flat.yml").read_text(encoding="utf-8"))
    for step in config["pipeline"]:
        if "epochs" in step:
            step["epochs"] = epochs
    return _trained(f"diet_flat_{epochs}", config, [folder / "domain.yml", folder / "nlu.yml"], "nlu")


def floor() -> Path:
    """Return the model of the framework floor; trained when not cached."""
    folder = CACHE / "floor_data"
    folder.mkdir(parents=True, exist_ok=True)
    nlu: list[dict[str, Any]] = [
        {"intent": name, "examples": f"- {keyword}\n- {keyword} ?\n"} for name, keyword in FLOOR_KEYWORDS.items()
    ]
    rules = [{"rule": n, "steps": [{"intent": n}, {"action": f"utter_{n}"}]} for n in FLOOR_KEYWORDS]
    domain = {
        "version": "3.1",
        "intents": list(FLOOR_KEYWORDS),
        "responses": {f"utter_{name}": [{"text": ANSWER}] for name in FLOOR_KEYWORDS},
    }
    for name, content in (
        ("domain", domain),
        ("nlu", {"version": "3.1", "nlu": nlu}),
        ("rules", {"version": "3.1", "rules": rules}),
    ):
        (folder / f"{name}.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    config = yaml.safe_load((HERE / "floor.yml").read_text(encoding="utf-8"))
    return _trained("floor", config, [folder / "domain.yml", folder / "nlu.yml", folder / "rules.yml"])


def training_seconds(model: Path) -> float | None:
    """Return how long `model` took to train, None when that was not recorded."""
    record = model.with_suffix("").with_suffix(".json")
    return json.loads(record.read_text())["secondes"] if record.exists() else None


def _trained(name: str, config: dict[str, Any], sources: list[Path], part: str = "") -> Path:
    """`sources`: the domain first, then the data; `part`: "nlu" to train nothing else."""
    CACHE.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(json.dumps(config, sort_keys=True).encode())
    for source in sources:
        for file in sorted(source.rglob("*.yml")) if source.is_dir() else [source]:
            digest.update(file.read_bytes())
    model = CACHE / f"{name}.tar.gz"
    record = CACHE / f"{name}.json"
    if model.exists() and record.exists() and json.loads(record.read_text())["empreinte"] == digest.hexdigest():
        return model
    config_file = CACHE / f"{name}.yml"
    config_file.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    domain, *data = map(str, sources)
    command = [sys.executable, "-m", "rasa", "train", *([part] if part else [])]
    command += ["--fixed-model-name", name, "--out", str(CACHE)]
    command += ["--config", str(config_file), "--domain", domain]
    command += ["--nlu" if part else "--data", *data]
    print(f"Apprentissage de « {name} »…", flush=True)
    started = time.monotonic()
    with (CACHE / f"{name}.log").open("w") as log:
        subprocess.run(command, check=True, cwd=PROJECT, env=environment(), stdout=log, stderr=subprocess.STDOUT)
    seconds = round(time.monotonic() - started, 1)
    record.write_text(json.dumps({"empreinte": digest.hexdigest(), "secondes": seconds}))
    return model
