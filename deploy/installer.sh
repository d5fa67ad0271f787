#!/bin/sh
# Makes the environment: uv (through pip when it is missing), Python 3.10, the locked dependencies.
# Does nothing when nothing changed since the last time. Messages are in French: they are read by whoever installs.
set -eu
cd "$(dirname "$0")/.."

python=.venv/bin/python
mark=.venv/.installe
lock=$(cat uv.lock pyproject.toml | cksum)
here=$(pwd -P)
if [ -x $python ] && [ "$(cat $mark 2>/dev/null || true)" = "$lock $here" ]; then exit 0; fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM

say() { printf '%s\n' "$*" >&2; }

stop() { # each argument is one line for the reader
  say ""
  for line in "$@"; do say "$line"; done
  exit 1
}

free_mb() { df -Pk . | awk 'NR == 2 { print int($4 / 1000) }'; }

need_mb() { # megabytes needed, for what
  free=$(free_mb)
  [ "${free:-0}" -ge "$1" ] || stop \
    "Disque presque plein : $2 demande $1 Mo libres, il en reste ${free:-0}." \
    "Libérez de la place, puis relancez la même commande."
}

explain() { # what failed; the tool's own words are in $log
  if grep -qiE 'no space left|os error 28|disk quota' "$log" || [ "$(free_mb)" -lt 50 ]; then
    stop "$1 : le disque est plein (ici, ou là où le cache et les fichiers temporaires sont rangés)." \
      "Libérez de la place, puis relancez la même commande : rien n'est à refaire à la main."
  elif grep -qiE 'connect|dns|resolve|timed? ?out|proxy|network|request failed|certificate|tls|no matching distribution' "$log"; then
    stop "$1 : le réseau ne répond pas." \
      "Vérifiez la connexion et, s'il y en a un, le serveur mandataire (variable HTTPS_PROXY)." \
      "Relancez ensuite la même commande : ce qui est déjà arrivé n'est pas à reprendre."
  elif grep -qiE 'permission denied|read-only' "$log"; then
    stop "$1 : ce compte n'a pas le droit d'écrire dans « $here » ou dans son dossier de cache."
  fi
  stop "$1. La cause est dans les lignes au-dessus." "Corrigez-la, puis relancez la même commande."
}

# A moved folder: the environment holds its old address.
if [ -f $mark ] && [ "$(cut -d' ' -f3- $mark)" != "$here" ]; then
  say "Le dossier a changé de place : l'environnement est refait."
  rm -rf .venv
fi

if [ -f $mark ]; then need_mb 1000 "la mise à jour"; else need_mb 5000 "l'installation"; fi

if uv --version >/dev/null 2>&1; then
  uv=uv
else
  uv=.outils/bin/uv
  if ! $uv --version >/dev/null 2>&1; then
    say "Installation de l'outil uv…"
    first=$(command -v python3 || true)
    if [ -z "$first" ] || ! "$first" -m venv .outils >"$log" 2>&1; then
      tail -n 3 "$log" >&2
      stop "Il faut Python 3, avec son module venv, pour commencer." \
        "Sous Debian ou Ubuntu : apt-get install python3-venv. Relancez ensuite la même commande."
    fi
    if ! .outils/bin/python -m pip install --quiet --disable-pip-version-check --retries 2 uv >"$log" 2>&1; then
      tail -n 2 "$log" >&2
      explain "L'outil uv n'a pas pu être installé"
    fi
  fi
fi

if ! $uv python find 3.10 >/dev/null 2>&1; then
  say "Installation de Python 3.10…"
  if ! $uv python install 3.10 >"$log" 2>&1; then
    tail -n 3 "$log" >&2
    stop "Il faut Python 3.10, absent de cette machine, et son téléchargement a échoué (raison au-dessus)." \
      "Si le réseau manque, relancez la même commande quand il répond." \
      "Sinon, installez Python 3.10 vous-même (par exemple : pyenv install 3.10), puis relancez."
  fi
fi

say "Installation des bibliothèques (la première fois : quelques minutes)…"
# The list of every package is left out of what is shown; the status crosses the pipe in a file.
status=$(mktemp)
{ $uv sync --frozen 2>&1 || echo failed >"$status"; } | tee "$log" | { grep --line-buffered -vE '^ [+~-] ' >&2 || true; }
failed=$(cat "$status")
rm -f "$status"
[ -z "$failed" ] || explain "L'installation des bibliothèques a échoué"

printf '%s' "$lock $here" >$mark
