"""The extractors that need nothing but the text."""

from collections.abc import Iterable
from threading import Thread
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import named
from bot.nlu.extraction import TextExtractor
from bot.territory.gazetteer import prepare as prepare_gazetteer

_EXTRACTOR = DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR


@DefaultV1Recipe.register(_EXTRACTOR, is_trainable=False)
class PlaceExtractor(TextExtractor):
    """Entity `territoire`, by gazetteer; its index is built while Rasa goes on loading the rest."""

    @classmethod
    def create(cls, *arguments: Any, **named_arguments: Any) -> "PlaceExtractor":
        """Return the component; nothing is trained or stored."""
        Thread(target=prepare_gazetteer, daemon=True).start()
        return cls()

    def find(self, text: str, message: Message) -> Iterable[named.Found]:
        """Return the places that `text` names."""
        return named.places(text)


@DefaultV1Recipe.register(_EXTRACTOR, is_trainable=False)
class QuantityExtractor(TextExtractor):
    """Entities `montant`, `cout_horaire`, `taux_insertion`, `part_main_oeuvre`, `heures`, `duree_mois`."""

    def find(self, text: str, message: Message) -> Iterable[named.Found]:
        """Return the quantities of `text`."""
        return named.quantities(text)


@DefaultV1Recipe.register(_EXTRACTOR, is_trainable=False)
class ActorExtractor(TextExtractor):
    """Entities `type_acteur`, `secteur`, `modalite`."""

    def find(self, text: str, message: Message) -> Iterable[named.Found]:
        """Return the kinds of actor, sectors and modalities of `text`."""
        return named.actors(text)
