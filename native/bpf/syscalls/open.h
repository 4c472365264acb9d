#pragma once
// open, openat, openat2, creat: a descriptor, and what the kernel made of the name.
#include "../store/text.h"
#include "../extract/file.h"

static __always_inline u32 opened_flags(const struct opened *opened) {
	u32 flags = opened->created ? PPM_O_F_CREATED : 0;
	if (opened->layer == LAYER_UPPER) flags |= PPM_FD_UPPER_LAYER;
	if (opened->layer == LAYER_LOWER) flags |= PPM_FD_LOWER_LAYER;
	return flags;
}

FILLER(open_x) {
	struct event e;
	if (!begin(&e, 3, 6)) return 0;
	struct opened opened;
	read_opened(&opened, ret);
	put_fd(&e, ret);
	put_user_path(&e, ARG(0));
	put_u32(&e, open_flags(ARG(1)) | opened_flags(&opened));
	put_u32(&e, open_mode(ARG(1), ARG(2)));
	put_u32(&e, opened.device);
	put_u64(&e, opened.inode);
	return submit(&e);
}

FILLER(openat_x) {
	struct event e;
	if (!begin(&e, 307, 7)) return 0;
	struct opened opened;
	read_opened(&opened, ret);
	put_fd(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	put_u32(&e, open_flags(ARG(2)) | opened_flags(&opened));
	put_u32(&e, open_mode(ARG(2), ARG(3)));
	put_u32(&e, opened.device);
	put_u64(&e, opened.inode);
	return submit(&e);
}

struct open_how {
	u64 flags, mode, resolve;
};

FILLER(openat2_x) {
	struct event e;
	if (!begin(&e, 327, 8)) return 0;
	struct opened opened;
	struct open_how how = {};
	read_opened(&opened, ret);
	bpf_probe_read_user(&how, sizeof(how), (void *)ARG(2));
	put_fd(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	put_u32(&e, open_flags(how.flags) | opened_flags(&opened));
	put_u32(&e, open_mode(how.flags, how.mode));
	put_u32(&e, resolve_flags(how.resolve));
	put_u32(&e, opened.device);
	put_u64(&e, opened.inode);
	return submit(&e);
}

FILLER(creat_x) {
	struct event e;
	if (!begin(&e, 59, 6)) return 0;
	struct opened opened;
	read_opened(&opened, ret);
	put_fd(&e, ret);
	put_user_path(&e, ARG(0));
	put_u32(&e, open_mode(O_CREAT, ARG(1)));
	put_u32(&e, opened.device);
	put_u64(&e, opened.inode);
	put_u16(&e, opened.layer == LAYER_UPPER ? 1 : opened.layer == LAYER_LOWER ? 2 : 0);
	return submit(&e);
}
