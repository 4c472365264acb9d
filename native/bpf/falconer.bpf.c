// The driver's kernel side. One program sees every return from a system call; it leaves at once when nobody wants that
// call, else jumps to the filler that builds its event.
#include "kernel.h"
#include "base/maps.h"
#include "base/syscall.h"
#include "base/count.h"
#include "syscalls/open.h"
#include "syscalls/descriptor.h"
#include "syscalls/directory.h"
#include "syscalls/identity.h"
#include "syscalls/control.h"
#include "syscalls/socket.h"
#include "syscalls/message.h"
#include "syscalls/option.h"
#include "syscalls/transfer.h"
#include "syscalls/attribute.h"
#include "syscalls/memory.h"
#include "syscalls/waiting.h"
#include "syscalls/limit.h"
#include "syscalls/uring.h"
#include "syscalls/semaphore.h"
#include "syscalls/quota.h"
#include "syscalls/key.h"
#include "syscalls/generic.h"
#include "syscalls/execve.h"
#include "syscalls/clone.h"
#include "syscalls/child.h"
#include "syscalls/procexit.h"

// Programs of another instruction set number their system calls differently.
static __always_inline bool is_compat(void) {
#if defined(__TARGET_ARCH_x86)
	if (HAS_TYPED_TASK) return typed_task()->thread_info.status & TS_COMPAT;
	struct task_struct *task = (void *)bpf_get_current_task();
	return BPF_CORE_READ(task, thread_info.status) & TS_COMPAT;
#else
	if (HAS_TYPED_TASK) return typed_task()->thread_info.flags & (1ul << TIF_32BIT);
	struct task_struct *task = (void *)bpf_get_current_task();
	return BPF_CORE_READ(task, thread_info.flags) & (1ul << TIF_32BIT);
#endif
}

// Results above it are errors; addresses, too, can have their uppermost bit set.
#define FIRST_ERROR -4095ul

static __always_inline bool is_failure(long ret) {
	return (unsigned long)ret >= FIRST_ERROR;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(dispatch, struct pt_regs *regs, long ret) {
	u32 number = syscall_number(regs);
	if (number >= SYSCALLS) return 0;
	u8 wish = wanted[number];
	if (!wish) return 0;
	if (is_compat()) {
		this_cpu_statistics(bpf_get_smp_processor_id())->compat++;
		return 0;
	}
	if (wish & WANT_COUNT) count(wish >> CLASS_SHIFT);
	if (!(wish & WANT_EVENT)) return 0;
	if (wish & WANT_SUCCESS && is_failure(ret)) return 0;
	bpf_tail_call(ctx, &fillers, number);
	this_cpu_statistics(bpf_get_smp_processor_id())->no_filler++;
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
