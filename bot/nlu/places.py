"""The places of France in a message, by gazetteer."""

from collections.abc import Iterable

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.extraction import Found, TextExtractor
from bot.territory import find_places


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(TextExtractor):
    """Entity `territoire`: a territory id, or the list of ids, largest population first, of an ambiguous name."""

    def find(self, text: str, message: Message) -> Iterable[Found]:
        """Return the places that `text` names."""
        for place in find_places(text):
            ids = list(place.candidates)
            yield "territoire", place.start, place.end, ids[0] if len(ids) == 1 else ids
