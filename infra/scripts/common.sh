# shellcheck shell=bash
# Sourced by the scripts beside it: small helpers, no actions of its own.

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# need_variables NAME...: every one must be set; azd and the pipeline set them from the outputs of main.bicep.
need_variables() {
  local name
  for name in "$@"; do
    [ -n "${!name:-}" ] || fail "$name is not set. Export the outputs of infra/main.bicep (docs/deployment.md)."
  done
}

# need_tools NAME...
need_tools() {
  local name
  for name in "$@"; do
    command -v "$name" >/dev/null || fail "'$name' is not on the PATH. Install it and run again."
  done
}

# retry SECONDS COMMAND...: runs COMMAND every 10 s until it succeeds; fails after SECONDS.
retry() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 10
  done
}
