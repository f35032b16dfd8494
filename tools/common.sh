# Sourced by the other scripts in this folder: what they say, and what they may ask of apt.

say() { printf '%s\n' "$*"; }

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# quietly COMMAND...: nothing is read or shown; the last lines are, when it fails.
quietly() {
  "$@" >"$log" 2>&1 </dev/null && return
  local code=$?
  tail -n 15 "$log" >&2
  return "$code"
}

apt_works() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# A fresh machine has no package lists yet. A mirror that fails here may still have what we need.
apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  quietly apt-get update || true
  quietly apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"
}
