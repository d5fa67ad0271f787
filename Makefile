# The project's commands. `make run` and `make test` need only Python, make and a network for the first installation.
.PHONY: run chat train test quality evaluate contenu a-relire installer verifier clean
.DEFAULT_GOAL := run

PYTHON := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONWARNINGS := ignore::DeprecationWarning

installer:            ## environment, from the lock
	@sh deploy/installer.sh

run: installer        ## page, action server and Rasa; Ctrl-C stops everything
	@$(PYTHON) -m bot.launcher run

chat: installer       ## a conversation in the terminal
	@$(PYTHON) -m bot.launcher chat

train: installer      ## train now, even if nothing changed
	@$(PYTHON) -m bot.launcher train

test: installer       ## the whole test suite, fast first; says where time goes
	@$(PYTHON) -m bot.launcher prepare
	@$(PYTHON) -m pytest

quality: installer    ## style, formatting, types, content
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

verifier: installer   ## Rasa's own check of the training data
	@$(PYTHON) -m bot.launcher validate

evaluate: installer   ## accuracy, places, out of scope, speed: a report, and a failure when a figure drops
	@$(PYTHON) -m benchmarks.evaluate

contenu: installer    ## the answers to read again
	@$(PYTHON) -m bot.content

a-relire: installer   ## messages that were not understood, grouped, ready to paste into data/nlu
	@$(PYTHON) -m bot.nlu.review

clean:                ## forget what can be made again; var/ (directory, conversations) stays
	rm -rf .rasa models .pytest_cache .ruff_cache .mypy_cache
