#!/bin/sh
# Builds the image of the Dockerfile and runs it, with what Debian offers and without Docker: mmdebstrap
# makes the base, buildah builds, bubblewrap runs it with a read-only root, as a user that is not root, with
# the three volumes. Takes root, and minutes.
#
#   deploy/docker/try.sh [DISTRIBUTION]        by default target/payout
set -eu
here=$(CDPATH= cd -P -- "$(dirname -- "$0")" && pwd -P)
dist=$(CDPATH= cd -P -- "${1:-$here/../../target/payout}" && pwd -P)
for tool in mmdebstrap buildah bwrap; do
  if ! command -v "$tool" >/dev/null; then
    echo "SKIPPED: the image was not tried, because $tool is missing (apt-get install mmdebstrap buildah bubblewrap)." >&2
    exit 77
  fi
done
if [ "$(id -u)" != 0 ]; then
  echo "SKIPPED: the image was not tried, because only root can build it here." >&2
  exit 77
fi

work=$(mktemp -d)
export STORAGE_DRIVER=vfs
storage="--root $work/storage --runroot $work/run"
container=
clean() {
  # shellcheck disable=SC2086
  [ -z "$container" ] || buildah $storage umount "$container" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean EXIT

echo "1. A Debian 12 as the base"
mmdebstrap --quiet --variant=minbase bookworm "$work/base.tar"
# shellcheck disable=SC2086
base=$(buildah $storage from scratch)
# shellcheck disable=SC2086
buildah $storage add -q "$base" "$work/base.tar" / >/dev/null
# shellcheck disable=SC2086
buildah $storage commit -q "$base" localhost/payout-base >/dev/null

echo "2. The image of the Dockerfile"
# shellcheck disable=SC2086
buildah $storage bud -q --isolation chroot --build-arg BASE=localhost/payout-base \
  -f "$here/Dockerfile" -t localhost/payout "$dist" >/dev/null
# shellcheck disable=SC2086
user=$(buildah $storage inspect --format '{{.OCIv1.Config.User}}' localhost/payout)
[ "$user" = 10001:10001 ] || { echo "FAILED: the image runs as $user." >&2; exit 1; }
# shellcheck disable=SC2086
container=$(buildah $storage from localhost/payout)
# shellcheck disable=SC2086
root=$(buildah $storage mount "$container")

echo "3. A run: read-only root, user 10001, no shell, no network but its own loopback"
rm -f "$root/bin/sh" "$root/bin/bash" "$root/bin/dash" "$root/usr/bin/sh" "$root/usr/bin/bash" "$root/usr/bin/dash"
mkdir -p "$work/sandbox" "$root/var/lib/payout/sandbox"
set -- --unshare-all --die-with-parent --uid 10001 --gid 10001 --clearenv \
  --ro-bind "$root" / --dev /dev --proc /proc --tmpfs /tmp --bind "$work/sandbox" /var/lib/payout/sandbox \
  --setenv PAYOUT_HOME /var/lib/payout --setenv LANG C.UTF-8
java="/usr/bin/java -XX:+ExitOnOutOfMemoryError -XX:MaxRAMPercentage=60 -XX:+UseSerialGC \
  -Xshare:auto -XX:SharedArchiveFile=/opt/payout/classes.jsa -Xlog:cds=off -Dpayout.distribution=/opt/payout"
# shellcheck disable=SC2086
bwrap "$@" $java -cp '/opt/payout/lib/*:/opt/payout/lib/ext/*' payout.cli.PayoutMain sandbox >"$work/log" 2>&1 &
run=$!
waited=0
until grep -q 'Ready: ' "$work/log"; do
  waited=$((waited + 1))
  if [ "$waited" -gt 120 ] || ! kill -0 "$run" 2>/dev/null; then
    cat "$work/log" >&2
    echo "FAILED: it did not become ready." >&2
    exit 1
  fi
  sleep 1
done
cp "$dist/samples/payout-3.csv" "$work/sandbox/inbox/.p"
mv "$work/sandbox/inbox/.p" "$work/sandbox/inbox/payout-3.csv"
waited=0
until ls "$work"/sandbox/outbox/SANDBOX-payout-3.????????.result.csv >/dev/null 2>&1; do
  waited=$((waited + 1))
  [ "$waited" -le 60 ] || { cat "$work/log" >&2; echo "FAILED: no result." >&2; exit 1; }
  sleep 1
done
kill -TERM "$(pgrep -P "$run" java || pgrep -P "$(pgrep -P "$run" | head -n 1)" java)" 2>/dev/null || kill -TERM "$run"
wait "$run" || true
cat "$work"/sandbox/outbox/SANDBOX-payout-3.????????.result.csv
echo "OK: built and run without root, without a shell, with a read-only root file system."
echo "NOT TRIED: Docker itself, pulling a base image from a registry, real volumes, and a kernel's seccomp profile."
