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
#define ROW_OF(program, name, event, cls) {#name, #program "_x", __NR_##name, event, CLASS_##cls},

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
	ROW_OF(path, execve, 293, EXEC) ROW_OF(path, execveat, 331, EXEC) ROW(clone, 223, EXEC) ROW(clone3, 335, EXEC)
	ROW_OF(path, open_by_handle_at, 337, FILE) ROW(pidfd_getfd, 407, OTHER) ROW(signalfd4, 399, OTHER)
	ROW(sendmmsg, 51, NET) ROW(recvmmsg, 55, NET) ROW(getsockopt, 47, NET) ROW(setsockopt, 45, NET)
	ROW(getsockname, 39, NET) ROW(getpeername, 41, NET)
	ROW(prlimit64, 145, OTHER) ROW(setrlimit, 143, OTHER) ROW(getrlimit, 141, OTHER)
	ROW(io_uring_setup, 339, OTHER) ROW(io_uring_enter, 341, OTHER) ROW(io_uring_register, 343, OTHER)
	ROW(read, 7, OTHER) ROW(pread64, 113, OTHER) ROW(readv, 117, OTHER) ROW(preadv, 121, OTHER)
	ROW(write, 9, OTHER) ROW(pwrite64, 115, OTHER) ROW(writev, 119, OTHER) ROW(pwritev, 123, OTHER)
	ROW(sendfile, 189, OTHER) ROW(splice, 167, OTHER) ROW(copy_file_range, 333, OTHER) ROW(lseek, 87, OTHER)
	ROW(fstat, 71, OTHER) ROW(newfstatat, 419, OTHER) ROW(getdents64, 239, OTHER) ROW(getcwd, 93, OTHER)
	ROW(ioctl, 171, OTHER) ROW(flock, 243, OTHER) ROW(fsconfig, 373, OTHER) ROW(quotactl, 191, OTHER) ROW(keyctl, 453, OTHER)
	ROW(mmap, 161, OTHER) ROW(munmap, 165, OTHER) ROW(mprotect, 329, OTHER) ROW(brk, 159, OTHER)
	ROW(mlock, 345, OTHER) ROW(munlock, 347, OTHER) ROW(mlock2, 371, OTHER) ROW(mlockall, 349, OTHER) ROW(munlockall, 351, OTHER)
	ROW(process_vm_readv, 421, OTHER) ROW(process_vm_writev, 423, OTHER)
	ROW(ppoll, 255, OTHER) ROW(nanosleep, 135, OTHER) ROW(futex, 65, OTHER)
	ROW(semop, 251, OTHER) ROW(semctl, 253, OTHER) ROW(semget, 263, OTHER)
	ROW(getuid, 203, OTHER) ROW(geteuid, 205, OTHER) ROW(getgid, 207, OTHER) ROW(getegid, 209, OTHER)
	ROW(getresuid, 211, OTHER) ROW(getresgid, 213, OTHER)
// What only older architectures have.
#ifdef __NR_open
	ROW(access, 265, OTHER) ROW(stat, 67, OTHER) ROW(lstat, 69, OTHER) ROW(getdents, 237, OTHER) ROW(signalfd, 127, OTHER)
	ROW(poll, 81, OTHER) ROW(select, 83, OTHER) ROW(epoll_wait, 79, OTHER)
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
#undef ROW_OF
