"""Rasa input channels and the tracker store: where people meet the assistant, what is remembered of them."""
