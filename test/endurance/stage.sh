#!/bin/sh
# The stage of the tuning run: a mount namespace whose /etc, /usr, /var, /root, /home, /opt, /srv and /dev/shm take writes
# that the machine never sees, and a network namespace with two addresses that answer. Run under `unshare -m -n`.
# $1: an empty folder for the layers; $2: a folder whose files are copied over /; then it says "ready" and waits.
set -eu
layers=$1
scenery=$2
mount -t tmpfs stage "$layers"
for name in etc usr var root; do
	mkdir -p "$layers/$name/upper" "$layers/$name/work"
	mount -t overlay stage -o "lowerdir=/$name,upperdir=$layers/$name/upper,workdir=$layers/$name/work" "/$name"
done
for folder in /home /opt /srv /dev/shm; do mount -t tmpfs stage "$folder"; done
cp -a "$scenery/." /
for user in anna ben chloe deploy; do
	mkdir -p "/home/$user/.ssh"
	: > "/home/$user/.bashrc"
	: > "/home/$user/.ssh/known_hosts"
done
mkdir -p /srv/www/shop /srv/data /var/lib/snapshots /var/backups/daily /etc/app/conf.d /etc/apt/sources.list.d /etc/cron.d
cp /etc/hosts "$layers/hosts"
echo '10.96.0.1 kubernetes.default.svc.cluster.local' >> "$layers/hosts"
cat "$layers/hosts" > /etc/hosts
if command -v ip > /dev/null; then
	ip link set lo up
	ip addr add 10.77.0.1/24 dev lo
	ip addr add 203.0.113.66/24 dev lo
fi
[ -e /etc/sudoers ] || echo "root ALL=(ALL) ALL" > /etc/sudoers
echo ready
exec sleep infinity
