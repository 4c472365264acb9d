#pragma once
// Calls that change names of the file system, modes and owners, or the place of a process in it.
#include "../store/text.h"

// Result and one path.
#define PATH_FILLER(name, code) \
	FILLER(name) { \
		struct event e; \
		if (!begin(&e, code, 2)) return 0; \
		put_s64(&e, ret); \
		put_user_path(&e, ARG(0)); \
		return submit(&e); \
	}

// Result and two paths.
#define TWO_PATHS_FILLER(name, code) \
	FILLER(name) { \
		struct event e; \
		if (!begin(&e, code, 3)) return 0; \
		put_s64(&e, ret); \
		put_user_path(&e, ARG(0)); \
		put_user_path(&e, ARG(1)); \
		return submit(&e); \
	}

PATH_FILLER(unlink_x, 301)
PATH_FILLER(rmdir_x, 279)
PATH_FILLER(chdir_x, 95)
PATH_FILLER(chroot_x, 267)
TWO_PATHS_FILLER(rename_x, 175)
TWO_PATHS_FILLER(symlink_x, 179)
TWO_PATHS_FILLER(link_x, 309)

FILLER(unlinkat_x) {
	struct event e;
	if (!begin(&e, 303, 4)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	// AT_REMOVEDIR keeps its value.
	put_u32(&e, ARG(2) & 0x200);
	return submit(&e);
}

FILLER(renameat_x) {
	struct event e;
	if (!begin(&e, 177, 5)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	put_fd(&e, ARG_FD(2));
	put_user_path(&e, ARG(3));
	return submit(&e);
}

FILLER(renameat2_x) {
	struct event e;
	if (!begin(&e, 319, 6)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	put_fd(&e, ARG_FD(2));
	put_user_path(&e, ARG(3));
	put_u32(&e, ARG(4));
	return submit(&e);
}

FILLER(mkdir_x) {
	struct event e;
	if (!begin(&e, 277, 3)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ARG(0));
	put_u32(&e, ARG(1));
	return submit(&e);
}

FILLER(mkdirat_x) {
	struct event e;
	if (!begin(&e, 305, 4)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	put_u32(&e, ARG(2));
	return submit(&e);
}

FILLER(symlinkat_x) {
	struct event e;
	if (!begin(&e, 181, 4)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ARG(0));
	put_fd(&e, ARG_FD(1));
	put_user_path(&e, ARG(2));
	return submit(&e);
}

FILLER(linkat_x) {
	struct event e;
	if (!begin(&e, 311, 6)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	put_fd(&e, ARG_FD(2));
	put_user_path(&e, ARG(3));
	// AT_SYMLINK_FOLLOW and AT_EMPTY_PATH keep their values.
	put_u32(&e, ARG(4) & 0x1400);
	return submit(&e);
}

FILLER(chmod_x) {
	struct event e;
	if (!begin(&e, 315, 3)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ARG(0));
	put_u32(&e, ARG(1) & 07777);
	return submit(&e);
}

FILLER(fchmod_x) {
	struct event e;
	if (!begin(&e, 317, 3)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, ARG(1) & 07777);
	return submit(&e);
}

FILLER(fchmodat_x) {
	struct event e;
	if (!begin(&e, 313, 4)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	put_u32(&e, ARG(2) & 07777);
	return submit(&e);
}

FILLER(chown_x) {
	struct event e;
	if (!begin(&e, 379, 4)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ARG(0));
	put_u32(&e, ARG(1));
	put_u32(&e, ARG(2));
	return submit(&e);
}

FILLER(lchown_x) {
	struct event e;
	if (!begin(&e, 381, 4)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ARG(0));
	put_u32(&e, ARG(1));
	put_u32(&e, ARG(2));
	return submit(&e);
}

FILLER(fchown_x) {
	struct event e;
	if (!begin(&e, 383, 4)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, ARG(1));
	put_u32(&e, ARG(2));
	return submit(&e);
}

FILLER(fchownat_x) {
	struct event e;
	if (!begin(&e, 385, 6)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	put_u32(&e, ARG(2));
	put_u32(&e, ARG(3));
	// AT_SYMLINK_NOFOLLOW and AT_EMPTY_PATH keep their values.
	put_u32(&e, ARG(4) & 0x1100);
	return submit(&e);
}

FILLER(mknod_x) {
	struct event e;
	if (!begin(&e, 415, 4)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ARG(0));
	put_u32(&e, ARG(1));
	put_u32(&e, ARG(2));
	return submit(&e);
}

FILLER(mknodat_x) {
	struct event e;
	if (!begin(&e, 417, 5)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	put_u32(&e, ARG(2));
	put_u32(&e, ARG(3));
	return submit(&e);
}

FILLER(fchdir_x) {
	struct event e;
	if (!begin(&e, 97, 2)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	return submit(&e);
}

#define MS_MGC_VAL 0xc0ed0000
#define MS_MGC_MASK 0xffff0000

FILLER(mount_x) {
	struct event e;
	u64 flags = ARG(3);
	if (!begin(&e, 257, 5)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ARG(0));
	put_user_path(&e, ARG(1));
	put_user_path(&e, ARG(2));
	put_u32(&e, (flags & MS_MGC_MASK) == MS_MGC_VAL ? flags & ~MS_MGC_MASK : flags);
	return submit(&e);
}

FILLER(umount2_x) {
	struct event e;
	if (!begin(&e, 391, 3)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ARG(0));
	put_u32(&e, ARG(1) & 15);
	return submit(&e);
}
