"""The bots ours is measured against: Rasa's default configuration on the same data, and the framework floor."""
