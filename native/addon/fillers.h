// Which program fills in which system call, the event code it makes, and the dashboard's class of the call.
// One more system call: its filler in native/bpf/syscalls/, and one row here.
#pragma once
#include <sys/syscall.h>
#include "../bpf/base/event.h"

struct Filler {
	const char* syscall;
	const char* program;
	int number;
	int event;
	event_class cls;
};

#define ROW(name, event, cls) {#name, #name "_x", __NR_##name, event, CLASS_##cls},

static const Filler kFillers[] = {
	ROW(openat, 307, FILE) ROW(openat2, 327, FILE) ROW(close, 5, OTHER) ROW(close_range, 451, OTHER)
	ROW(dup, 367, OTHER) ROW(dup3, 365, OTHER) ROW(fcntl, 151, OTHER) ROW(pipe2, 393, OTHER)
	ROW(eventfd2, 397, OTHER) ROW(epoll_create1, 377, OTHER) ROW(inotify_init1, 395, OTHER) ROW(timerfd_create, 137, OTHER)
	ROW(memfd_create, 405, FILE) ROW(pidfd_open, 409, OTHER) ROW(userfaultfd, 321, OTHER)
	ROW(unlinkat, 303, FILE) ROW(renameat2, 319, FILE) ROW(mkdirat, 305, FILE) ROW(symlinkat, 181, FILE) ROW(linkat, 311, FILE)
	ROW(fchmod, 317, FILE) ROW(fchmodat, 313, FILE) ROW(fchown, 383, FILE) ROW(fchownat, 385, FILE) ROW(mknodat, 417, FILE)
	ROW(chdir, 95, FILE) ROW(fchdir, 97, FILE) ROW(chroot, 267, FILE) ROW(mount, 257, FILE) ROW(umount2, 391, FILE)
	ROW(setuid, 199, OTHER) ROW(setgid, 201, OTHER) ROW(setreuid, 427, OTHER) ROW(setregid, 429, OTHER)
	ROW(setresuid, 193, OTHER) ROW(setresgid, 195, OTHER) ROW(setsid, 275, OTHER) ROW(setpgid, 295, OTHER)
	ROW(setns, 241, OTHER) ROW(unshare, 285, OTHER) ROW(capset, 353, OTHER) ROW(prctl, 401, OTHER)
	ROW(kill, 129, OTHER) ROW(tkill, 131, OTHER) ROW(tgkill, 133, OTHER) ROW(ptrace, 169, OTHER) ROW(bpf, 369, OTHER)
	ROW(init_module, 411, OTHER) ROW(finit_module, 413, OTHER) ROW(delete_module, 425, OTHER) ROW(seccomp, 299, OTHER)
	ROW(socket, 19, NET) ROW(socketpair, 43, NET) ROW(connect, 23, NET) ROW(bind, 21, NET) ROW(listen, 25, NET)
	ROW(shutdown, 37, NET) ROW(accept, 247, NET) ROW(accept4, 389, NET)
	ROW(sendto, 31, NET) ROW(recvfrom, 35, NET) ROW(sendmsg, 49, NET) ROW(recvmsg, 53, NET)
	ROW(execve, 293, EXEC) ROW(execveat, 331, EXEC) ROW(clone, 223, EXEC) ROW(clone3, 335, EXEC)
// What only older architectures have.
#ifdef __NR_open
	ROW(open, 3, FILE) ROW(creat, 59, FILE) ROW(unlink, 301, FILE) ROW(rmdir, 279, FILE) ROW(rename, 175, FILE)
	ROW(symlink, 179, FILE) ROW(link, 309, FILE) ROW(mkdir, 277, FILE) ROW(chmod, 315, FILE) ROW(chown, 379, FILE)
	ROW(lchown, 381, FILE) ROW(mknod, 415, FILE) ROW(pipe, 61, OTHER) ROW(dup2, 363, OTHER) ROW(eventfd, 63, OTHER)
	ROW(epoll_create, 375, OTHER) ROW(inotify_init, 139, OTHER) ROW(fork, 225, EXEC) ROW(vfork, 227, EXEC)
#endif
#ifdef __NR_renameat
	ROW(renameat, 177, FILE)
#endif
};

#undef ROW
