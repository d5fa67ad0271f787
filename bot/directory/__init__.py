"""The directory of actors: who helps with clauses d'insertion on a territory, where they come from, how to
find them.
"""

from bot.directory.alternatives import alternatives
from bot.directory.model import Actor
from bot.directory.presentation import actor_card
from bot.directory.search import Found, Query, Rank, SearchResult, search
from bot.directory.store import DirectoryUnavailable, Store, open_store
from bot.directory.targets import UnknownTerritory
from bot.directory.vocabulary import Mention, find_modalities, find_sectors, find_types

__all__ = [
    "Actor",
    "DirectoryUnavailable",
    "Found",
    "Mention",
    "Query",
    "Rank",
    "SearchResult",
    "Store",
    "UnknownTerritory",
    "actor_card",
    "alternatives",
    "find_modalities",
    "find_sectors",
    "find_types",
    "open_store",
    "search",
]
