"""The rule policy finds the rules that Rasa's own finds, and leaves out the search by words when no rule has any."""

import json
from itertools import product
from typing import Any

import pytest
from rasa.core.policies.rule_policy import RULES, RulePolicy

from bot.nlu.rules import IntentRulePolicy


def _state(intent: str | None = None, action: str | None = None, **slots: Any) -> dict[str, Any]:
    state: dict[str, Any] = {}
    if intent:
        state["user"] = {"intent": intent}
    if action:
        state["prev_action"] = {"action_name": action}
    if slots:
        state["slots"] = slots
    return state


RULES_OF_THE_TEST = {
    json.dumps(states): action
    for states, action in (
        ([_state("salutation", "action_listen")], "action_accueillir"),
        ([_state("faq", "action_listen")], "utter_faq"),
        ([_state("faq", "action_listen", sigle=[1.0])], "action_definir_terme"),
        ([_state("salutation", "action_listen"), _state("salutation", "action_accueillir")], "action_listen"),
        ([_state(None, "action_listen", parcours=[1.0])], "parcours_form"),
        ([_state("faq")], "utter_debut"),
    )
}


def _policy(kind: type[RulePolicy]) -> Any:
    policy = kind.__new__(kind)
    policy.lookup = {RULES: RULES_OF_THE_TEST}
    return policy


@pytest.mark.parametrize(
    ("intent", "action", "slots"),
    product(
        ("salutation", "faq", "autre", None),
        ("action_listen", "action_accueillir", None),
        ({}, {"sigle": (1.0,)}, {"parcours": (1.0,)}),
    ),
)
def test_the_rules_found_are_those_of_rasa(intent: str | None, action: str | None, slots: dict[str, Any]) -> None:
    states = [_state("salutation", "action_listen"), _state(intent, action, **slots)]
    for some in (states, states[-1:], []):
        ours = _policy(IntentRulePolicy)._get_possible_keys(RULES_OF_THE_TEST, some)
        assert ours == _policy(RulePolicy)._get_possible_keys(RULES_OF_THE_TEST, some)


def test_rules_added_later_are_found_too() -> None:
    policy, lookup = _policy(IntentRulePolicy), dict(RULES_OF_THE_TEST)
    state = _state("au_revoir", "action_listen")
    assert policy._get_possible_keys(lookup, [state]) == set()
    lookup[json.dumps([state])] = "utter_au_revoir"
    assert policy._get_possible_keys(lookup, [state]) == {json.dumps([state])}


def test_words_are_searched_only_when_a_rule_is_about_words() -> None:
    policy = _policy(IntentRulePolicy)
    assert not policy._reads_words()
    about_words = json.dumps([{"user": {"text": "bonjour"}, "prev_action": {"action_name": "action_listen"}}])
    policy.lookup = {RULES: {**RULES_OF_THE_TEST, about_words: "action_accueillir"}}
    assert policy._reads_words()
