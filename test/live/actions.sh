#!/bin/bash
# What the event generator's actions do that need neither a container nor the network, one after the other.
# $1: a folder to work in; $2: a folder below /dev/shm. The last program run is called the-end.
set -u
D=$1
S=$2
cp /bin/cat "$D/backup-agent"
cp /bin/cat "$D/the-end"
"$D/backup-agent" /etc/shadow > /dev/null
"$D/backup-agent" /etc/../etc/../etc/shadow > /dev/null
printf '#!/bin/bash\nsh -c "ls > /dev/null"\nexit 0\n' > "$D/httpd"
chmod 755 "$D/httpd"
"$D/httpd"
cp /bin/true "$S/dropper"
"$S/dropper"
python3 -c 'import os; f = os.memfd_create("x"); os.write(f, open("/bin/true", "rb").read()); os.execve(f, ["x"], {})'
python3 -c 'import ctypes, os, subprocess; p = subprocess.Popen(["sleep", "60"]); c = ctypes.CDLL(None); c.ptrace(16, p.pid, 0, 0); os.waitpid(p.pid, 2); c.ptrace(17, p.pid, 0, 0); p.kill(); p.wait()'
python3 -c 'import ctypes, os; pid = os.fork(); pid or (ctypes.CDLL(None).ptrace(0, 0, 0, 0), os._exit(0)); os.waitpid(pid, 0)'
ln -s /etc "$D/etc_link"
ln /etc/shadow "$D/shadow_link" 2> /dev/null
echo x > "$D/syslog"
truncate -s0 "$D/syslog"
: > "$D/syslog"
find "$D" -maxdepth 1 -iname id_rsa
find "$D" -maxdepth 1 -iname .aws/credentials
echo x > "$D/doomed"
shred -u "$D/doomed"
mkdir -p "$D/home/.ssh"
echo key > "$D/home/.ssh/authorized_keys"
echo x > "$D/ash_history"
rm "$D/ash_history"
chmod u+s "$D/httpd"
mkdir "$D/.hidden"
GLIBC_TUNABLES=glibc.malloc.check=0 sh -c id > /dev/null
python3 -c '
import os, socket
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
client = socket.create_connection(server.getsockname())
peer, _ = server.accept()
client.sendall(b"ping")
peer.recv(4)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.sendto(b"ping", ("127.0.0.1", 9))
a, b = socket.socketpair()
a.send(b"x")
b.recv(1)
'
"$D/the-end" /etc/shadow > /dev/null
