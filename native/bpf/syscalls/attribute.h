#pragma once
// Questions about files, directories and descriptors.
#include "../store/text.h"

#define RESULT_AND_FD_FILLER(name, code) \
	FILLER(name) { \
		struct event e; \
		if (!begin(&e, code, 2)) return 0; \
		put_s64(&e, ret); \
		put_fd(&e, ARG_FD(0)); \
		return submit(&e); \
	}

#define RESULT_AND_PATH_FILLER(name, code) \
	FILLER(name) { \
		struct event e; \
		if (!begin(&e, code, 2)) return 0; \
		put_s64(&e, ret); \
		put_user_path(&e, ARG(0)); \
		return submit(&e); \
	}

RESULT_AND_FD_FILLER(fstat_x, 71)
RESULT_AND_FD_FILLER(getdents_x, 237)
RESULT_AND_FD_FILLER(getdents64_x, 239)
RESULT_AND_PATH_FILLER(stat_x, 67)
RESULT_AND_PATH_FILLER(lstat_x, 69)

FILLER(newfstatat_x) {
	struct event e;
	if (!begin(&e, 419, 4)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	// AT_SYMLINK_NOFOLLOW, AT_NO_AUTOMOUNT and AT_EMPTY_PATH keep their values.
	put_u32(&e, ARG(3) & 0x1900);
	return submit(&e);
}

FILLER(access_x) {
	struct event e;
	if (!begin(&e, 265, 3)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ARG(0));
	put_u32(&e, ARG(1) & 7);
	return submit(&e);
}

FILLER(getcwd_x) {
	struct event e;
	if (!begin(&e, 93, 2)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ret >= 0 ? ARG(0) : 0);
	return submit(&e);
}

FILLER(ioctl_x) {
	struct event e;
	if (!begin(&e, 171, 4)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u64(&e, ARG(1));
	put_u64(&e, ARG(2));
	return submit(&e);
}

FILLER(flock_x) {
	struct event e;
	if (!begin(&e, 243, 3)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	// LOCK_SH, LOCK_EX, LOCK_NB and LOCK_UN keep their values.
	put_u32(&e, ARG(1) & 15);
	return submit(&e);
}
