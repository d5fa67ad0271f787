#!/bin/sh
# Makes the environment: uv (through pip when it is missing), Python 3.10, the locked dependencies.
# Does nothing when the lock has not changed since the last time. Messages are in French: they are read by whoever installs.
set -eu
cd "$(dirname "$0")/.."

mark=.venv/.installe
wanted=$(cat uv.lock pyproject.toml | cksum)
if [ -f "$mark" ] && [ "$(cat "$mark")" = "$wanted" ] && [ -x .venv/bin/python ]; then exit 0; fi

dire() { printf '%s\n' "$*" >&2; }

libre=$(df -Pk . | awk 'NR==2 {print $4}')
if [ "${libre:-0}" -lt 5000000 ]; then
  dire "Disque presque plein : il faut 5 Go libres pour l'installation, il reste $((libre / 1000)) Mo."
  dire "Libérez de la place, puis relancez la même commande."
  exit 1
fi

if uv --version >/dev/null 2>&1; then
  uv=uv
elif [ -x .outils/bin/uv ]; then
  uv=.outils/bin/uv
else
  dire "Installation de l'outil uv…"
  python=$(command -v python3 || true)
  if [ -z "$python" ] || ! "$python" -m venv .outils; then
    dire "Python 3 (avec le module venv) est nécessaire pour commencer. Sous Debian : apt-get install python3-venv"
    exit 1
  fi
  if ! .outils/bin/pip install --quiet --disable-pip-version-check uv; then
    dire "L'outil uv n'a pas pu être installé. Le réseau est-il accessible ? Relancez quand il le sera."
    exit 1
  fi
  uv=.outils/bin/uv
fi

if ! $uv python find 3.10 >/dev/null 2>&1 && ! $uv python install 3.10 >/dev/null 2>&1; then
  dire "Python 3.10 est nécessaire et n'a pas pu être obtenu. Installez-le (pyenv install 3.10, ou votre système), puis relancez."
  exit 1
fi

dire "Installation des dépendances (la première fois : quelques minutes)…"
if ! $uv sync --frozen; then
  dire "L'installation a échoué (voir les lignes au-dessus). Réseau absent ou disque plein ? Relancez ensuite : rien n'est à refaire à la main."
  exit 1
fi
printf '%s' "$wanted" > "$mark"
