#!/bin/sh
# Builds this checkout twice, in two folders of different names, and compares the SHA-256 of jar, zip and
# tar.gz. Arguments go to Maven; -o builds without a network. Exit 0 when all are the same.
set -eu
top=$(CDPATH= cd -P -- "$(dirname -- "$0")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build() {
  mkdir -p "$work/$1"
  (cd "$top" && tar -cf - --exclude=./target --exclude=./.git --exclude='./hs_err_pid*' .) | tar -xf - -C "$work/$1"
  shift_to=$1
  shift
  # The archive of classes is in none of the three.
  (cd "$work/$shift_to" && mvn -q -B -ntp -Dstyle.color=never -Dmaven.test.skip=true "-P!class-archive" "$@" package)
}
build one "$@"
build "another folder" "$@"
status=0
for file in "$work"/one/target/payout-*.jar "$work"/one/target/payout-*.zip "$work"/one/target/payout-*.tar.gz; do
  name=$(basename "$file")
  first=$(sha256sum <"$file")
  second=$(sha256sum <"$work/another folder/target/$name")
  if [ "$first" = "$second" ]; then
    echo "SAME ${first%% *} $name"
  else
    echo "DIFFERENT $name"
    status=1
  fi
done
exit $status
