#pragma once
// Calls about descriptors: close, dup, fcntl, pipe, eventfd, epoll, memfd…
#include "../store/text.h"
#include "../extract/file.h"

FILLER(close_x) {
	struct event e;
	if (!begin(&e, 5, 2)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	return submit(&e);
}

FILLER(close_range_x) {
	struct event e;
	if (!begin(&e, 451, 4)) return 0;
	put_s64(&e, ret);
	put_u32(&e, ARG(0));
	put_u32(&e, ARG(1));
	put_u32(&e, ARG(2));
	return submit(&e);
}

FILLER(dup_x) {
	struct event e;
	if (!begin(&e, 367, 2)) return 0;
	put_fd(&e, ret);
	put_fd(&e, ARG_FD(0));
	return submit(&e);
}

FILLER(dup2_x) {
	struct event e;
	if (!begin(&e, 363, 3)) return 0;
	put_fd(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_fd(&e, ARG_FD(1));
	return submit(&e);
}

FILLER(dup3_x) {
	struct event e;
	if (!begin(&e, 365, 4)) return 0;
	put_fd(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_fd(&e, ARG_FD(1));
	put_u32(&e, descriptor_flags(ARG(2)));
	return submit(&e);
}

static __always_inline u8 fcntl_command(u32 command) {
	switch (command) {
	case 0: return 1; // F_DUPFD
	case 1: return 2;
	case 2: return 3;
	case 3: return 4;
	case 4: return 5;
	case 5: return 6; // F_GETLK
	case 6: return 8;
	case 7: return 9;
	case 8: return 10; // F_SETOWN
	case 9: return 12;
	case 10: return 13;
	case 11: return 15; // F_GETSIG
	case 15: return 21; // F_SETOWN_EX
	case 16: return 22;
	case 36: return 30; // F_OFD_GETLK
	case 37: return 31;
	case 38: return 32;
	case 1024: return 23; // F_SETLEASE
	case 1025: return 24;
	case 1026: return 27;
	case 1029: return 25;
	case 1030: return 26; // F_DUPFD_CLOEXEC
	case 1031: return 28;
	case 1032: return 29;
	default: return 0;
	}
}

FILLER(fcntl_x) {
	struct event e;
	if (!begin(&e, 151, 4)) return 0;
	put_fd(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u8(&e, fcntl_command(ARG(1)));
	put_u64(&e, ARG(2));
	return submit(&e);
}

static __always_inline void put_pipe(struct event *e, long ret, u64 pointer) {
	s32 ends[2] = {-1, -1};
	u64 inode = 0;
	if (ret == 0 && !bpf_probe_read_user(ends, sizeof(ends), (void *)pointer)) {
		struct file *file = file_of(ends[0]);
		if (file) inode = BPF_CORE_READ(file, f_inode, i_ino);
	}
	put_s64(e, ret);
	put_fd(e, ends[0]);
	put_fd(e, ends[1]);
	put_u64(e, inode);
}

FILLER(pipe_x) {
	struct event e;
	if (!begin(&e, 61, 4)) return 0;
	put_pipe(&e, ret, ARG(0));
	return submit(&e);
}

FILLER(pipe2_x) {
	struct event e;
	if (!begin(&e, 393, 5)) return 0;
	put_pipe(&e, ret, ARG(0));
	put_u32(&e, open_flags(ARG(1)) & ~1);
	return submit(&e);
}

FILLER(eventfd_x) {
	struct event e;
	if (!begin(&e, 63, 3)) return 0;
	put_fd(&e, ret);
	put_u64(&e, (u32)ARG(0));
	put_u32(&e, 0);
	return submit(&e);
}

FILLER(eventfd2_x) {
	struct event e;
	if (!begin(&e, 397, 3)) return 0;
	put_fd(&e, ret);
	put_u16(&e, descriptor_flags(ARG(1)));
	put_u64(&e, (u32)ARG(0));
	return submit(&e);
}

FILLER(epoll_create_x) {
	struct event e;
	if (!begin(&e, 375, 2)) return 0;
	put_fd(&e, ret);
	put_s32(&e, ARG(0));
	return submit(&e);
}

FILLER(epoll_create1_x) {
	struct event e;
	if (!begin(&e, 377, 2)) return 0;
	put_fd(&e, ret);
	put_u32(&e, ARG(0) & O_CLOEXEC ? 1 : 0);
	return submit(&e);
}

FILLER(inotify_init_x) {
	struct event e;
	if (!begin(&e, 139, 2)) return 0;
	put_fd(&e, ret);
	put_u8(&e, 0);
	return submit(&e);
}

FILLER(inotify_init1_x) {
	struct event e;
	if (!begin(&e, 395, 2)) return 0;
	put_fd(&e, ret);
	put_u16(&e, descriptor_flags(ARG(0)));
	return submit(&e);
}

FILLER(timerfd_create_x) {
	struct event e;
	if (!begin(&e, 137, 3)) return 0;
	put_fd(&e, ret);
	put_u8(&e, 0);
	put_u8(&e, 0);
	return submit(&e);
}

FILLER(memfd_create_x) {
	struct event e;
	if (!begin(&e, 405, 3)) return 0;
	put_fd(&e, ret);
	put_user_path(&e, ARG(0));
	// MFD_CLOEXEC, MFD_ALLOW_SEALING and MFD_HUGETLB keep their values.
	put_u32(&e, ARG(1) & 7);
	return submit(&e);
}

FILLER(pidfd_open_x) {
	struct event e;
	if (!begin(&e, 409, 3)) return 0;
	put_fd(&e, ret);
	put_s64(&e, (s32)ARG(0));
	put_u32(&e, ARG(1) & O_NONBLOCK ? 1 << 6 : 0);
	return submit(&e);
}

FILLER(userfaultfd_x) {
	struct event e;
	if (!begin(&e, 321, 2)) return 0;
	put_fd(&e, ret);
	put_u32(&e, descriptor_flags(ARG(0)));
	return submit(&e);
}

FILLER(pidfd_getfd_x) {
	struct event e;
	if (!begin(&e, 407, 4)) return 0;
	put_fd(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_fd(&e, ARG_FD(1));
	put_u32(&e, ARG(2));
	return submit(&e);
}

// The mask of signals is not collected, as in Falco's events.
FILLER(signalfd_x) {
	struct event e;
	if (!begin(&e, 127, 4)) return 0;
	put_fd(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, 0);
	put_u8(&e, 0);
	return submit(&e);
}

FILLER(signalfd4_x) {
	struct event e;
	if (!begin(&e, 399, 4)) return 0;
	put_fd(&e, ret);
	put_u16(&e, descriptor_flags(ARG(3)));
	put_fd(&e, ARG_FD(0));
	put_u32(&e, 0);
	return submit(&e);
}
