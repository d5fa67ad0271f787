"""Guided journeys (hours, lever, diagnostic, onboarding of a référent): pure functions over YAML."""

from bot.guidance.engine import remind, start, step
from bot.guidance.model import Button, Message, Services, Turn, Understood

__all__ = ["Button", "Message", "Services", "Turn", "Understood", "remind", "start", "step"]
