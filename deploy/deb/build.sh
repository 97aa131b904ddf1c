#!/bin/sh
# Makes payout_<version>_all.deb out of the distribution, with dpkg-deb alone.
#
#   deploy/deb/build.sh [DISTRIBUTION [FOLDER]]        by default target/payout and target
set -eu
here=$(CDPATH= cd -P -- "$(dirname -- "$0")" && pwd -P)
dist=$(CDPATH= cd -P -- "${1:-$here/../../target/payout}" && pwd -P)
out=$(CDPATH= cd -P -- "${2:-$here/../../target}" && pwd -P)
version=$(basename "$dist"/lib/payout-*.jar .jar)
version=${version#payout-}
umask 022
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/payout
mkdir -p "$root/DEBIAN" "$root/usr/share/payout" "$root/usr/share/doc/payout" "$root/usr/bin" "$root/etc" \
  "$root/usr/lib/sysusers.d" "$root/lib/systemd/system"

# The program below /usr, which root alone writes; the settings in /etc, where they are conffiles.
for folder in bin lib routes samples docs monitoring; do
  cp -R "$dist/$folder" "$root/usr/share/payout/"
done
# A build without the network has no bill of materials.
[ ! -d "$dist/sbom" ] || cp -R "$dist/sbom" "$root/usr/share/payout/"
cp "$dist/README.md" "$dist/ARCHITECTURE.md" "$root/usr/share/payout/"
cp -R "$dist/config" "$root/etc/payout"
ln -s /etc/payout "$root/usr/share/payout/config"
ln -s ../share/payout/bin/payout "$root/usr/bin/payout"
sed -e 's,/opt/payout,/usr/share/payout,g' "$dist/deploy/systemd/payout.service" \
  >"$root/lib/systemd/system/payout.service"
echo 'u payout - "payout" /var/lib/payout' >"$root/usr/lib/sysusers.d/payout.conf"
find "$root" -type d -exec chmod 755 {} +
find "$root" -type f -exec chmod 644 {} +
chmod 755 "$root/usr/share/payout/bin/payout"

(cd "$root" && find etc -type f | sort | sed 's,^,/,') >"$root/DEBIAN/conffiles"
cat >"$root/DEBIAN/control" <<EOF
Package: payout
Version: $version
Architecture: all
Maintainer: payout <payout@example.com>
Depends: openjdk-17-jre-headless | java17-runtime-headless, systemd
Section: misc
Priority: optional
Installed-Size: $(du -sk "$root" | cut -f1)
Description: pays payout files in signed batches, never twice
 Reads payout files of an ERP, signs their payments in batches, posts them to a
 payment gateway, takes its notifications and writes the results as files.
EOF
cat >"$root/DEBIAN/postinst" <<'EOF'
#!/bin/sh
# The user of the service; it is started by whoever has written the settings.
set -e
if [ "$1" = configure ]; then
  systemd-sysusers payout.conf
  # Without the archive of classes a start takes longer, and nothing else.
  /usr/bin/payout prepare || true
  if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
  fi
fi
EOF
cat >"$root/DEBIAN/prerm" <<'EOF'
#!/bin/sh
set -e
rm -rf /usr/share/payout/cache
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
  systemctl stop payout.service
fi
EOF
chmod 755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm"
cp "$here/copyright" "$root/usr/share/doc/payout/copyright"
printf 'payout (%s) unstable; urgency=medium\n\n  * Made by deploy/deb/build.sh.\n\n -- payout <payout@example.com>  Thu, 01 Jan 2026 00:00:00 +0000\n' \
  "$version" | gzip -9n >"$root/usr/share/doc/payout/changelog.gz"
find "$root" -exec touch -h -d 2026-01-01T00:00:00Z {} +
SOURCE_DATE_EPOCH=1767225600 dpkg-deb --root-owner-group --build "$root" "$out/payout_${version}_all.deb" >/dev/null
echo "$out/payout_${version}_all.deb"
