// Where sys_exit does not see a child's return from clone and the return from an execve that succeeded (arm64: the
// kernel forgets the number of the system call), the scheduler's trace points tell them.
#pragma once
#include "clone.h"
#include "execve.h"

#if defined(__TARGET_ARCH_arm64)

#define NR_CLONE 220
#define NR_EXECVE 221
#define KERNEL_CLONE_VM 0x00000100
#define KERNEL_CLONE_FILES 0x00000400
#define KERNEL_CLONE_SIGHAND 0x00000800
#define KERNEL_CLONE_THREAD 0x00010000

SEC("tp_btf/sched_process_exec")
int BPF_PROG(exec_child, struct task_struct *task, int old_pid, void *bprm) {
	struct event e;
	if (!(wanted[NR_EXECVE] & WANT_EVENT) || !begin(&e, 293, 31)) return 0;
	put_execve(&e, 0, 0, 0);
	put_filename(&e, 0, 0);
	return submit(&e);
}

// What the child shares with its parent says which flags mattered.
static __always_inline u64 sharing_flags(struct task_struct *parent, struct task_struct *child) {
	u64 flags = 0;
	if (BPF_CORE_READ(parent, mm) == BPF_CORE_READ(child, mm)) flags |= KERNEL_CLONE_VM;
	if (BPF_CORE_READ(parent, files) == BPF_CORE_READ(child, files)) flags |= KERNEL_CLONE_FILES;
	if (BPF_CORE_READ(parent, tgid) == BPF_CORE_READ(child, tgid)) flags |= KERNEL_CLONE_THREAD | KERNEL_CLONE_SIGHAND;
	return flags;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(fork_child, struct task_struct *parent, struct task_struct *child) {
	struct event e;
	// Threads of the kernel have no memory.
	if (!(wanted[NR_CLONE] & WANT_EVENT) || !BPF_CORE_READ(child, mm)) return 0;
	if (!begin_for(&e, 223, 21, BPF_CORE_READ(child, pid))) return 0;
	put_clone(&e, child, 0, sharing_flags(parent, child));
	return submit(&e);
}

#endif
