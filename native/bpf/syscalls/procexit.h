#pragma once
// The end of a thread, whatever ended it.
#include "../store/scalars.h"
#include "../extract/task.h"
#include "../base/count.h"

#define SIGNAL_GROUP_EXIT 4
#define PF_EXITING 4
#define THREADS_TRIED 16
#define REAPERS_TRIED 16

// Another thread of the process that lives; NULL when this is the last.
static __always_inline struct task_struct *living_sibling(struct task_struct *task) {
	struct list_head *head = (void *)BPF_CORE_READ(task, signal) + bpf_core_field_offset(struct signal_struct, thread_head);
	struct list_head *node = BPF_CORE_READ(head, next);
	for (int i = 0; i < THREADS_TRIED; i++) {
		if (node == head || !node) break;
		struct task_struct *other = (void *)node - bpf_core_field_offset(struct task_struct, thread_node);
		if (!(BPF_CORE_READ(other, flags) & PF_EXITING)) return other;
		node = BPF_CORE_READ(node, next);
	}
	return NULL;
}

// Who becomes parent of the children: a thread of the process, the nearest subreaper, or the namespace's init.
static __always_inline s64 reaper_of(struct task_struct *task) {
	struct list_head *children = (void *)task + bpf_core_field_offset(struct task_struct, children);
	if (BPF_CORE_READ(children, next) == children) return 0;
	struct task_struct *sibling = living_sibling(task);
	if (sibling) return BPF_CORE_READ(sibling, pid);
	struct task_struct *init = BPF_CORE_READ(pid_namespace_of(task), child_reaper);
	if (init == task) return 0;
	struct signal_struct *signal = BPF_CORE_READ(task, signal);
	if (BPF_CORE_READ_BITFIELD_PROBED(signal, has_child_subreaper)) {
		u32 level = pid_level(task);
		struct task_struct *reaper = BPF_CORE_READ(task, real_parent);
		for (int i = 0; i < REAPERS_TRIED; i++) {
			if (!reaper || reaper == init || pid_level(reaper) != level) break;
			struct signal_struct *of_reaper = BPF_CORE_READ(reaper, signal);
			if (BPF_CORE_READ_BITFIELD_PROBED(of_reaper, is_child_subreaper)) {
				if (!(BPF_CORE_READ(reaper, flags) & PF_EXITING)) return BPF_CORE_READ(reaper, pid);
				struct task_struct *living = living_sibling(reaper);
				if (living) return BPF_CORE_READ(living, pid);
			}
			reaper = BPF_CORE_READ(reaper, real_parent);
		}
	}
	return BPF_CORE_READ(init, pid);
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(procexit_e, struct task_struct *task) {
	struct event e;
	u8 wish = wanted_procexit;
	if (!wish) return 0;
	if (wish & WANT_COUNT) count(wish >> CLASS_SHIFT);
	if (!(wish & WANT_EVENT)) return 0;
	if (!begin(&e, 186, 5)) return 0;
	s32 status = BPF_CORE_READ(current_task(), exit_code);
	put_s64(&e, status);
	put_s64(&e, (status >> 8) & 0xff);
	put_u8(&e, status & 0x7f);
	put_u8(&e, (status & 0x80) != 0);
	put_s64(&e, reaper_of(current_task()));
	return submit(&e);
}
