"""The territory of France: tables of its communes and groupings, distances, places named in a text."""

from bot.territory.distance import distance_km
from bot.territory.tables import Territories, Territory, territories

__all__ = ["Territories", "Territory", "distance_km", "territories"]
