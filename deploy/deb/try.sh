#!/bin/sh
# Installs the package into a Debian 12, boots it with systemd and pays a file there: mmdebstrap makes the
# system, systemd-nspawn boots it, and the gateway is the simulator of the sandbox. Takes root, and minutes.
#
#   deploy/deb/try.sh [DISTRIBUTION]        by default target/payout
set -eu
here=$(CDPATH= cd -P -- "$(dirname -- "$0")" && pwd -P)
dist=$(CDPATH= cd -P -- "${1:-$here/../../target/payout}" && pwd -P)
for tool in mmdebstrap systemd-nspawn dpkg-deb; do
  if ! command -v "$tool" >/dev/null; then
    echo "SKIPPED: the package was not tried, because $tool is missing (apt-get install mmdebstrap systemd-container dpkg)." >&2
    exit 77
  fi
done
if [ "$(id -u)" != 0 ]; then
  echo "SKIPPED: the package was not tried, because only root can boot it here." >&2
  exit 77
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
# Not registered, because this machine may run without systemd itself; and without a network.
contain() { systemd-nspawn --quiet --register=no --keep-unit --hostname=payout-try --private-network --directory="$root" "$@"; }

echo "1. A Debian 12 with systemd and Java"
mmdebstrap --quiet --variant=minbase --include=systemd,systemd-sysv,openjdk-17-jre-headless,curl bookworm "$root"

echo "2. The package is built and installed"
"$here/build.sh" "$dist" "$work" >/dev/null
cp "$work"/payout_*.deb "$root/root/payout.deb"
contain --pipe dpkg -i /root/payout.deb

echo "3. Settings, as an administrator writes them"
contain --pipe payout keys generate /etc/payout >/dev/null
contain --pipe payout keys generate /root/gateway >/dev/null
cp "$root/root/gateway/merchant-public.pem" "$root/etc/payout/gateway-public.pem"
chmod 644 "$root/etc/payout/gateway-public.pem"
cat >>"$root/etc/payout/application.properties" <<'END'
payout.partner=2088000000000001
payout.email=payer@sandbox.example
payout.account-name=沙箱测试公司
payout.gateway-public-key-file=/etc/payout/gateway-public.pem
payout.gateway.url=http://127.0.0.1:8888/gateway.do
payout.notify.url=http://127.0.0.1:8080/alipay/notify
END
cat >"$root/lib/systemd/system/gateway.service" <<'END'
[Unit]
Description=the gateway, played by the simulator of payout's sandbox
[Service]
Environment=LANG=C.UTF-8
ExecStart=/usr/bin/java -cp /usr/share/payout/lib/* payout.sandbox.SandboxMain --port 8888 \
  --data /var/lib/gateway --routes /usr/share/payout/routes/sandbox/gateway-sandbox.camel.yaml \
  --merchant-public-key /etc/payout/merchant-public.pem --gateway-private-key /root/gateway/merchant-private.pem
SuccessExitStatus=143
END
cat >"$root/lib/systemd/system/try.service" <<'END'
[Unit]
Description=pays a file and turns the machine off
After=payout.service gateway.service
Wants=payout.service gateway.service
[Service]
Type=oneshot
ExecStart=/root/try
ExecStopPost=/usr/bin/systemctl --no-block poweroff
TimeoutStartSec=300
[Install]
WantedBy=multi-user.target
END
cat >"$root/root/try" <<'END'
#!/bin/sh
set -eu
exec >/root/said 2>&1
home=/var/lib/payout
await() {
  waited=0
  until eval "$2"; do
    waited=$((waited + 1))
    if [ "$waited" -gt 180 ] || systemctl is-failed --quiet payout gateway; then
      echo "FAILED: $1"
      systemctl status --no-pager payout gateway || true
      journalctl --no-pager -u payout -u gateway | tail -n 60
      exit 1
    fi
    sleep 1
  done
}
await "it did not become ready" 'curl -fsS http://127.0.0.1:9876/observe/health/ready >/dev/null 2>&1'
await "the gateway did not become ready" 'curl -fsS http://127.0.0.1:8888/book >/dev/null 2>&1'
pid=$(systemctl show -P MainPID payout)
[ "$(stat -c %U "/proc/$pid")" = payout ] || { echo "FAILED: it runs as another user."; exit 1; }
[ "$(stat -c %a $home)" = 750 ] || { echo "FAILED: everybody may read $home."; exit 1; }
grep -q merchant-private "/proc/$pid/environ" && { echo "FAILED: the key's own path is known to it."; exit 1; }
install -o payout -g payout -m 640 /usr/share/payout/samples/payout-3.csv $home/inbox/.payout-3.csv
mv $home/inbox/.payout-3.csv $home/inbox/payout-3.csv
await "no result came" "ls $home/outbox/payout-3.????????.result.csv >/dev/null 2>&1"
kill -9 "$pid"
await "systemd did not start it again" '[ "$(systemctl show -P MainPID payout)" != '"$pid"' ] \
  && curl -fsS http://127.0.0.1:9876/observe/health/ready >/dev/null 2>&1'
systemctl stop payout
systemctl show -P Result payout | grep -qx success || { echo "FAILED: it did not end in order."; exit 1; }
journalctl --no-pager -u payout | grep -q 'The ledger is closed' || { echo "FAILED: no ledger was closed."; exit 1; }
cat $home/outbox/payout-3.????????.result.csv
echo DONE
END
chmod 755 "$root/root/try"
contain --pipe systemctl enable --quiet payout.service try.service

echo "4. A boot: the service starts, pays a file, is killed, starts again and is stopped"
timeout 600 systemd-nspawn --quiet --register=no --keep-unit --hostname=payout-try --private-network \
  --directory="$root" --boot >"$work/console" 2>&1 || true
if ! [ "$(tail -n 1 "$root/root/said" 2>/dev/null)" = DONE ]; then
  tail -n 40 "$work/console" >&2
  cat "$root/root/said" >&2 || true
  exit 1
fi
grep -v DONE "$root/root/said"

echo "5. The package is purged; ledger and settings of the company stay, unless they are the package's own"
contain --pipe dpkg --purge payout
[ -f "$root/var/lib/payout/data/ledger.db" ] || { echo "FAILED: the ledger is gone." >&2; exit 1; }
echo "OK: installed, booted by systemd, paid as user payout, started again after kill -9, stopped in order, purged."
