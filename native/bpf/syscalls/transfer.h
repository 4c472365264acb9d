#pragma once
// Reading and writing of descriptors. Data is cut at snaplen.
#include "../store/vectors.h"

FILLER(read_x) {
	struct event e;
	if (!begin(&e, 7, 4)) return 0;
	put_s64(&e, ret);
	put_user_bytes(&e, ARG(1), ret > 0 ? ret : 0);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, ARG(2));
	return submit(&e);
}

FILLER(pread64_x) {
	struct event e;
	if (!begin(&e, 113, 5)) return 0;
	put_s64(&e, ret);
	put_user_bytes(&e, ARG(1), ret > 0 ? ret : 0);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, ARG(2));
	put_u64(&e, ARG(3));
	return submit(&e);
}

FILLER(readv_x) {
	struct event e;
	if (!begin(&e, 117, 4)) return 0;
	put_s64(&e, ret);
	put_u32(&e, ret > 0 ? ret : 0);
	put_user_vectors(&e, ARG(1), ARG(2), ret > 0 ? ret : 0);
	put_fd(&e, ARG_FD(0));
	return submit(&e);
}

FILLER(preadv_x) {
	struct event e;
	if (!begin(&e, 121, 5)) return 0;
	put_s64(&e, ret);
	put_u32(&e, ret > 0 ? ret : 0);
	put_user_vectors(&e, ARG(1), ARG(2), ret > 0 ? ret : 0);
	put_fd(&e, ARG_FD(0));
	put_u64(&e, ARG(3));
	return submit(&e);
}

FILLER(write_x) {
	struct event e;
	if (!begin(&e, 9, 4)) return 0;
	put_s64(&e, ret);
	put_user_bytes(&e, ARG(1), ret > 0 ? (u64)ret : ARG(2));
	put_fd(&e, ARG_FD(0));
	put_u32(&e, ARG(2));
	return submit(&e);
}

FILLER(pwrite64_x) {
	struct event e;
	if (!begin(&e, 115, 5)) return 0;
	put_s64(&e, ret);
	put_user_bytes(&e, ARG(1), ret > 0 ? (u64)ret : ARG(2));
	put_fd(&e, ARG_FD(0));
	put_u32(&e, ARG(2));
	put_u64(&e, ARG(3));
	return submit(&e);
}

FILLER(writev_x) {
	struct event e;
	if (!begin(&e, 119, 4)) return 0;
	put_s64(&e, ret);
	put_user_vectors(&e, ARG(1), ARG(2), ret > 0 ? (u64)ret : BLOCK_BYTES);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, size_of_vectors(ARG(1), ARG(2)));
	return submit(&e);
}

FILLER(pwritev_x) {
	struct event e;
	if (!begin(&e, 123, 5)) return 0;
	put_s64(&e, ret);
	put_user_vectors(&e, ARG(1), ARG(2), ret > 0 ? (u64)ret : BLOCK_BYTES);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, size_of_vectors(ARG(1), ARG(2)));
	put_u64(&e, ARG(3));
	return submit(&e);
}

FILLER(sendfile_x) {
	struct event e;
	u64 offset = 0;
	if (!begin(&e, 189, 5)) return 0;
	bpf_probe_read_user(&offset, sizeof(offset), (void *)ARG(2));
	put_s64(&e, ret);
	put_u64(&e, offset);
	put_fd(&e, ARG_FD(0));
	put_fd(&e, ARG_FD(1));
	put_u64(&e, ARG(3));
	return submit(&e);
}

FILLER(splice_x) {
	struct event e;
	if (!begin(&e, 167, 5)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_fd(&e, ARG_FD(2));
	put_u64(&e, ARG(4));
	// SPLICE_F_MOVE, NONBLOCK, MORE and GIFT keep their values.
	put_u32(&e, ARG(5) & 15);
	return submit(&e);
}

// Offsets are the addresses that the program gave, as in Falco's events.
FILLER(copy_file_range_x) {
	struct event e;
	if (!begin(&e, 333, 6)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(2));
	put_u64(&e, ARG(3));
	put_fd(&e, ARG_FD(0));
	put_u64(&e, ARG(1));
	put_u64(&e, ARG(4));
	return submit(&e);
}

FILLER(lseek_x) {
	struct event e;
	if (!begin(&e, 87, 4)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u64(&e, ARG(1));
	put_u8(&e, (u32)ARG(2) <= 2 ? ARG(2) : 0);
	return submit(&e);
}
