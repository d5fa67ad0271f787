"""The territory of France: tables of its communes and groupings, distances, places named in a text."""

from bot.territory.distance import distance_km
from bot.territory.gazetteer import PlaceMention, find_places, prepare
from bot.territory.resolution import Resolution, resolve_place
from bot.territory.tables import Territories, Territory, territories

__all__ = [
    "PlaceMention",
    "Resolution",
    "Territories",
    "Territory",
    "distance_km",
    "find_places",
    "prepare",
    "resolve_place",
    "territories",
]
