"""Guided journeys: hours, choice of the lever, diagnostic, onboarding of a référent. Pure functions over YAML."""

from bot.guidance.engine import remind, start, step
from bot.guidance.model import Button, Message, Services, Turn, Understood

__all__ = ["Button", "Message", "Services", "Turn", "Understood", "remind", "start", "step"]
