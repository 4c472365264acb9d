#pragma once
// Calls that change who a process is, or where it belongs: ids, groups, sessions, namespaces, capabilities.
#include "../extract/task.h"
#include "../store/text.h"

// Result and `count` ids.
#define IDS_FILLER(name, code, count) \
	FILLER(name) { \
		struct event e; \
		if (!begin(&e, code, 1 + count)) return 0; \
		put_s64(&e, ret); \
		put_u32(&e, ARG(0)); \
		if (count > 1) put_u32(&e, ARG(1)); \
		if (count > 2) put_u32(&e, ARG(2)); \
		return submit(&e); \
	}

IDS_FILLER(setuid_x, 199, 1)
IDS_FILLER(setgid_x, 201, 1)
IDS_FILLER(setreuid_x, 427, 2)
IDS_FILLER(setregid_x, 429, 2)
IDS_FILLER(setresuid_x, 193, 3)
IDS_FILLER(setresgid_x, 195, 3)

FILLER(setsid_x) {
	struct event e;
	if (!begin(&e, 275, 1)) return 0;
	put_s64(&e, ret);
	return submit(&e);
}

FILLER(setpgid_x) {
	struct event e;
	if (!begin(&e, 295, 3)) return 0;
	put_s64(&e, ret);
	put_s64(&e, (s32)ARG(0));
	put_s64(&e, (s32)ARG(1));
	return submit(&e);
}

FILLER(setns_x) {
	struct event e;
	if (!begin(&e, 241, 3)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, clone_flags(ARG(1)));
	return submit(&e);
}

FILLER(unshare_x) {
	struct event e;
	if (!begin(&e, 285, 2)) return 0;
	put_s64(&e, ret);
	put_u32(&e, clone_flags(ARG(0)));
	return submit(&e);
}

// The sets that resulted, also where the call failed.
FILLER(capset_x) {
	struct event e;
	if (!begin(&e, 353, 4)) return 0;
	const struct cred *cred = BPF_CORE_READ(current_task(), cred);
	put_s64(&e, ret);
	put_u64(&e, BPF_CORE_READ(cred, cap_inheritable.val));
	put_u64(&e, BPF_CORE_READ(cred, cap_permitted.val));
	put_u64(&e, BPF_CORE_READ(cred, cap_effective.val));
	return submit(&e);
}

#define PR_SET_NAME 15
#define PR_GET_NAME 16
#define PR_GET_CHILD_SUBREAPER 37

FILLER(prctl_x) {
	struct event e;
	u32 option = ARG(0);
	if (!begin(&e, 401, 4)) return 0;
	put_s64(&e, ret);
	put_u32(&e, option);
	if (option == PR_SET_NAME || option == PR_GET_NAME) {
		put_user_text(&e, ARG(1), 16);
		put_s64(&e, 0);
	} else if (option == PR_GET_CHILD_SUBREAPER) {
		s32 value = 0;
		bpf_probe_read_user(&value, sizeof(value), (void *)ARG(1));
		put_empty(&e);
		put_s64(&e, value);
	} else {
		put_empty(&e);
		put_s64(&e, ARG(1));
	}
	return submit(&e);
}

// The call's result is all it tells.
#define ID_FILLER(name, code) \
	FILLER(name) { \
		struct event e; \
		if (!begin(&e, code, 1)) return 0; \
		put_u32(&e, ret); \
		return submit(&e); \
	}

ID_FILLER(getuid_x, 203)
ID_FILLER(geteuid_x, 205)
ID_FILLER(getgid_x, 207)
ID_FILLER(getegid_x, 209)

static __always_inline void put_user_id(struct event *e, u64 address) {
	u32 id = 0;
	bpf_probe_read_user(&id, sizeof(id), (void *)address);
	put_u32(e, id);
}

// Result, and the real, effective and saved id.
#define THREE_IDS_FILLER(name, code) \
	FILLER(name) { \
		struct event e; \
		if (!begin(&e, code, 4)) return 0; \
		put_s64(&e, ret); \
		put_user_id(&e, ARG(0)); \
		put_user_id(&e, ARG(1)); \
		put_user_id(&e, ARG(2)); \
		return submit(&e); \
	}

THREE_IDS_FILLER(getresuid_x, 211)
THREE_IDS_FILLER(getresgid_x, 213)
