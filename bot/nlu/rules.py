"""Rasa's rule policy, with what never serves here left out.

At each turn Rasa looks for a rule that fits the words of the message, then for one that fits its intent, and compares
every rule with the conversation. No rule of ours is about words, and only those of the intent and of the last action
can fit: half of the policy's time, a tenth of a turn's.
"""

from typing import Any

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT, TEXT

Signature = tuple[str | None, str | None]  # intent and last action that the last turn of a rule asks for


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class IntentRulePolicy(RulePolicy):
    """The rules that a conversation may follow, found by intent; the same answers as Rasa's `RulePolicy`."""

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input and not self._reads_words():
            return None, None, False
        return super()._find_action_from_rules(tracker, domain, use_text_for_last_user_input)

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        last = states[-1] if states else {}
        intent, action = last.get(USER, {}).get(INTENT), last.get(PREVIOUS_ACTION, {}).get(ACTION_NAME)
        if action is None:  # a conversation begins: Rasa then asks nothing else of a rule
            return super()._get_possible_keys(lookup, states)
        by_signature = self._by_signature(lookup)
        fitting = {
            key: lookup[key]
            for signature in {(intent, action), (None, action)}
            for key in by_signature.get(signature, ())
        }
        return super()._get_possible_keys(fitting, states)

    def _reads_words(self) -> bool:
        """Return whether a rule is about the words of a message."""
        rules = self.lookup[RULES]
        known: dict[int, bool] = self.__dict__.setdefault("_with_words", {})
        if len(rules) not in known:
            known[len(rules)] = any(
                TEXT in state.get(USER, {}) for key in rules for state in self._rule_key_to_state(key)
            )
        return known[len(rules)]

    def _by_signature(self, lookup: dict[str, Any]) -> dict[Signature, list[str]]:
        """Return the rules by what their last turn asks for; made again when rules were added."""
        known: dict[int, tuple[int, dict[Signature, list[str]]]] = self.__dict__.setdefault("_signatures", {})
        size, found = known.get(id(lookup), (-1, {}))
        if size != len(lookup):
            found = {}
            for key in lookup:
                last = self._rule_key_to_state(key)[-1]
                signature = (last.get(USER, {}).get(INTENT), last.get(PREVIOUS_ACTION, {}).get(ACTION_NAME))
                found.setdefault(signature, []).append(key)
            known[id(lookup)] = (len(lookup), found)
        return found
