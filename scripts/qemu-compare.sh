#!/bin/sh
# Boots the guest of an exported machine and compares its PCI tree with the document. See docs/qemu.md.
# Usage: scripts/qemu-compare.sh SCENARIO KERNEL INITRD
# The initrd must have lspci and run /init from its root; it is extended by one that prints the tree and powers off.
set -eu

if [ "$#" -ne 3 ]; then
  echo "usage: $0 SCENARIO KERNEL INITRD" >&2
  exit 2
fi
scenario=$1
kernel=$2
initrd=$3
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

cli() {
  npm --prefix "$here" run --silent cli -- "$@"
}

# What the guest should show: addresses, parents and port kinds of the command line, read back by our own importer.
cli export "$scenario" --to qemu >"$work/command.sh"
cli show "$work/command.sh" >"$work/expected.json"

mkdir "$work/root"
cat >"$work/root/init" <<'INIT'
#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sysfs /sys
echo '=== LSPCI ==='
lspci -vvv -nn -D
echo '=== END ==='
poweroff -f
INIT
chmod +x "$work/root/init"
(cd "$work/root" && echo init | cpio -o -H newc 2>/dev/null) >"$work/extra.cpio"
cat "$initrd" "$work/extra.cpio" >"$work/initrd"

console=ttyS0
if grep -q qemu-system-aarch64 "$work/command.sh"; then console=ttyAMA0; fi
# The exported command ends with its last device: what the boot needs follows it.
sed -e '/^#/d' -e '$ s/$/ \\/' "$work/command.sh" >"$work/boot.sh"
cat >>"$work/boot.sh" <<BOOT
  -kernel '$kernel' -initrd '$work/initrd' -append 'console=$console panic=-1' \\
  -display none -serial stdio -no-reboot
BOOT
sh "$work/boot.sh" | tr -d '\r' >"$work/console.txt"
sed -n '/=== LSPCI ===/,/=== END ===/p' "$work/console.txt" | sed '1d;$d' >"$work/lspci.txt"
cli show "$work/lspci.txt" >"$work/actual.json"

node - "$work/expected.json" "$work/actual.json" <<'COMPARE'
const { readFileSync } = require('node:fs');
const rows = (path) =>
  JSON.parse(readFileSync(path, 'utf8')).functions.map((row) => {
    const kind = /conventional|host-bridge/.test(row.kind ?? '') ? null : row.kind;
    return `${row.bdf} below ${row.parent} ${row.vendor}:${row.device} ${kind}`;
  });
const [expected, actual] = process.argv.slice(2).map(rows);
const missing = expected.filter((row) => !actual.includes(row));
const extra = actual.filter((row) => !expected.includes(row));
for (const row of missing) console.log(`- ${row}`);
for (const row of extra) console.log(`+ ${row}`);
console.log(`${expected.length} functions, ${missing.length} missing, ${extra.length} more than expected`);
process.exitCode = missing.length + extra.length === 0 ? 0 : 1;
COMPARE
