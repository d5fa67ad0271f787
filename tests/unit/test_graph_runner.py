"""Components run one after the other give what Rasa's own runner gives."""

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.graph_runner import OrderedGraphRunner


class Doubler(GraphComponent):
    """Doubles what it is given, and refuses a negative number."""

    @classmethod
    def create(cls, *_: Any, **named: Any) -> "Doubler":
        return cls()

    def run(self, number: int) -> int:
        if number < 0:
            raise RuntimeError("negative")
        return 2 * number

    def add(self, one: int, other: int) -> int:
        return one + other


def _node(function: str, **needs: str) -> SchemaNode:
    return SchemaNode(needs=needs, uses=Doubler, fn=function, constructor_name="create", config={})


# Deliberately out of order: what is needed comes after what needs it.
SCHEMA = GraphSchema(
    {
        "sum": _node("add", one="twice", other="four_times"),
        "four_times": _node("run", number="twice"),
        "twice": _node("run", number="said"),
        "aside": _node("run", number="absent"),
    }
)


@pytest.fixture(params=[DaskGraphRunner, OrderedGraphRunner])
def runner(request: pytest.FixtureRequest, tmp_path: Path) -> DaskGraphRunner:
    return request.param.create(SCHEMA, LocalModelStorage.create(tmp_path), ExecutionContext(SCHEMA))


def test_each_target_comes_with_its_output(runner: DaskGraphRunner) -> None:
    assert runner.run({"said": 3}, ["sum", "twice"]) == {"sum": 18, "twice": 6}
    assert runner.run({"said": 5}, ["twice"]) == {"twice": 10}
    assert runner.run({"said": 1}, ["sum", "twice"]) == {"sum": 6, "twice": 2}


def test_what_is_given_is_not_computed_again(runner: DaskGraphRunner) -> None:
    assert runner.run({"said": 3, "twice": 100}, ["sum"]) == {"sum": 300}


def test_a_failure_is_told_as_rasa_tells_it(runner: DaskGraphRunner) -> None:
    with pytest.raises(GraphComponentException):
        runner.run({"said": -1}, ["sum"])
    with pytest.raises(GraphRunError):
        runner.run({"said": 1}, ["aside"])
