#pragma once
// clone, clone3, fork, vfork: once in the parent with the child's id, once in the child with 0.
#include "../store/process.h"

#define CHILD_IN_PIDNS (1 << 29)

static __always_inline u32 portable_clone_flags(struct task_struct *task, u64 flags) {
	struct pid_namespace *own = pid_namespace_of(task);
	bool inside = pid_level(task) > 0 || BPF_CORE_READ(task, nsproxy, pid_ns_for_children) != own;
	return clone_flags(flags) | (inside ? CHILD_IN_PIDNS : 0);
}

// All 21 parameters; `task` is the caller in the parent's event, the new task in the child's.
static __always_inline void put_clone(struct event *e, struct task_struct *task, long ret, u64 flags) {
	struct mm_struct *mm = BPF_CORE_READ(task, mm);
	const struct cred *cred = BPF_CORE_READ(task, cred);
	put_s64(e, ret);
	put_exe_and_args(e, mm);
	put_process_numbers(e, task, mm);
	put_u32(e, portable_clone_flags(task, flags));
	put_u32(e, BPF_CORE_READ(cred, euid.val));
	put_u32(e, BPF_CORE_READ(cred, egid.val));
	put_s64(e, virtual_tid(task));
	put_s64(e, virtual_pid(task));
	put_u64(e, ret == 0 ? namespace_start(task) : 0);
}

FILLER(clone_x) {
	struct event e;
	if (!begin(&e, 223, 21)) return 0;
	put_clone(&e, current_task(), ret, ARG(0));
	return submit(&e);
}

FILLER(clone3_x) {
	struct event e;
	u64 flags = 0;
	bpf_probe_read_user(&flags, sizeof(flags), (void *)ARG(0));
	if (!begin(&e, 335, 21)) return 0;
	put_clone(&e, current_task(), ret, flags);
	return submit(&e);
}

FILLER(fork_x) {
	struct event e;
	if (!begin(&e, 225, 21)) return 0;
	put_clone(&e, current_task(), ret, 0);
	return submit(&e);
}

FILLER(vfork_x) {
	struct event e;
	if (!begin(&e, 227, 21)) return 0;
	put_clone(&e, current_task(), ret, 0);
	return submit(&e);
}
