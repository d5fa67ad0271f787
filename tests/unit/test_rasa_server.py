"""Rasa starts without TensorFlow exactly when no component of config.yml computes with it."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa_server import TENSORFLOW_COMPONENTS, Placeholder, needs_tensorflow
from bot.settings import PROJECT

LINEAR = "pipeline:\n- name: bot.nlu.labels.LabelClassifier\npolicies:\n- name: RulePolicy\n"


@pytest.mark.parametrize(
    ("content", "needed"),
    [
        (LINEAR, False),
        (LINEAR.replace("RulePolicy", "TEDPolicy"), True),
        (LINEAR.replace("bot.nlu.labels.LabelClassifier", "DIETClassifier"), True),
        (LINEAR.replace("RulePolicy", "rasa.core.policies.ted_policy.TEDPolicy"), True),
        ("language: fr\n", True),
        ("pipeline:\npolicies:\n", True),
        ("pipeline: [", True),
    ],
)
def test_tensorflow_is_needed_by_its_own_components_or_when_rasa_chooses(
    tmp_path: Path, content: str, needed: bool
) -> None:
    config = tmp_path / "config.yml"
    config.write_text(content)
    assert needs_tensorflow(config) is needed


def test_a_missing_configuration_is_left_to_rasa_to_tell(tmp_path: Path) -> None:
    assert needs_tensorflow(tmp_path / "absent.yml")


def test_the_assistant_needs_no_tensorflow() -> None:
    assert not needs_tensorflow(PROJECT / "config.yml")


def test_a_placeholder_can_be_named_and_subclassed_but_computes_nothing() -> None:
    class Layer(Placeholder.keras.layers.Layer):  # type: ignore[misc]
        pass

    with pytest.raises(RuntimeError, match="TensorFlow"):
        Layer()


def test_rasa_loads_its_components_without_tensorflow() -> None:
    code = (
        "from bot.rasa_server import leave_tensorflow_out; assert leave_tensorflow_out()\n"
        "import sys, rasa.engine.recipes.default_components\n"
        "assert 'jax' not in sys.modules and getattr(sys.modules['tensorflow'], '__file__', None) is None"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=PROJECT, check=True)


def test_the_components_that_compute_with_tensorflow_are_all_known() -> None:
    """Read in Rasa's own sources, so that another version of Rasa cannot make the list wrong in silence."""
    rasa = Path(importlib.util.find_spec("rasa").submodule_search_locations[0])  # type: ignore[union-attr, index]
    offered = ast.parse((rasa / "engine/recipes/default_components.py").read_text())
    computing = set()
    for node in ast.walk(offered):
        if isinstance(node, ast.ImportFrom) and node.module:
            source = (rasa.parent / node.module.replace(".", "/")).with_suffix(".py").read_text()
            if "\nimport tensorflow" in source:
                computing |= {name.name for name in node.names}
    assert computing == TENSORFLOW_COMPONENTS
