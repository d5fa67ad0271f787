"""Rasa's command line, made lighter: TensorFlow is left unloaded when no component of config.yml uses it.

    python -m bot.rasa_server run --model models/assistant.tar.gz      (any command of `rasa`)

Rasa 3.6 imports TensorFlow for the components it offers, used or not. That is about two thirds of its start and a third
of its memory; the assistant's own pipeline needs none of it. `run` is also
quicker by `graph_runner` and `turn_savings`.
`benchmarks/throughput.py` measures both ways.
"""

import importlib.abc
import importlib.machinery
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from bot.settings import PROJECT

# Rasa's components that compute with TensorFlow, by the class name that config.yml gives.
TENSORFLOW_COMPONENTS = frozenset(
    {
        "DIETClassifier",
        "ResponseSelector",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
        "LanguageModelFeaturizer",
        "ConveRTFeaturizer",
    }
)


class _PlaceholderType(type):
    """Lets Rasa's modules name, subclass and annotate with what TensorFlow would hold; nothing can be computed."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(
            "Un composant de config.yml demande TensorFlow, laissé de côté au démarrage : "
            "ajoutez son nom à TENSORFLOW_COMPONENTS dans bot/rasa_server.py."
        )


class Placeholder(metaclass=_PlaceholderType):
    """Stands for any class or function of TensorFlow."""


class _PlaceholderModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers `import tensorflow` and its submodules with empty modules."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in ("tensorflow", "keras"):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _PlaceholderModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return None


def needs_tensorflow(config: Path) -> bool:
    """Whether a component of this config.yml computes with TensorFlow; True when the file cannot be read or leaves
    Rasa to choose (an empty pipeline means Rasa's default one)."""
    try:
        content = yaml.safe_load(config.read_text(encoding="utf-8"))
        sections = [content["pipeline"], content["policies"]]
        names = {str(component["name"]).rpartition(".")[2] for section in sections for component in section}
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return True
    return not all(sections) or bool(names & TENSORFLOW_COMPONENTS)


def leave_tensorflow_out(config: Path = PROJECT / "config.yml") -> bool:
    """Answer later imports of TensorFlow with placeholders, unless `config` needs it or it is already loaded; return
    whether it is left out."""
    if "tensorflow" in sys.modules or needs_tensorflow(config):
        return False
    sys.meta_path.insert(0, _Finder())
    return True


def main() -> None:
    """Run Rasa's command line."""
    leave_tensorflow_out()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import pkg_resources  # noqa: F401  (Rasa imports it; that it is deprecated is not ours to mend)
    from rasa.__main__ import main as rasa_main

    if sys.argv[1:2] == ["run"]:
        from bot import graph_runner, turn_savings

        graph_runner.install()
        turn_savings.install()
    rasa_main()


if __name__ == "__main__":
    main()
