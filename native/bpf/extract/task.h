// Facts about tasks.
#pragma once
#include "../base/builder.h"

#define PIDTYPE_TGID 1
#define PIDTYPE_PGID 2
#define RLIMIT_NOFILE 7
#define PAGES_TO_KB 2
#define NOBODY 0xffffffffu

static __always_inline struct task_struct *current_task(void) {
	return (struct task_struct *)bpf_get_current_task();
}

static __always_inline u32 pid_level(struct task_struct *task) {
	return BPF_CORE_READ(task, thread_pid, level);
}

// The number of a process id in the namespace at `level`.
static __always_inline s64 number_at(struct pid *pid, u32 level) {
	struct upid upid = {};
	bpf_probe_read_kernel(&upid.nr, sizeof(upid.nr), (void *)pid + bpf_core_field_offset(struct pid, numbers) +
		level * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, nr));
	return upid.nr;
}

static __always_inline struct pid_namespace *pid_namespace_of(struct task_struct *task) {
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	struct pid_namespace *ns = NULL;
	u32 level = BPF_CORE_READ(pid, level);
	bpf_probe_read_kernel(&ns, sizeof(ns), (void *)pid + bpf_core_field_offset(struct pid, numbers) +
		level * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, ns));
	return ns;
}

static __always_inline s64 virtual_tid(struct task_struct *task) {
	return number_at(BPF_CORE_READ(task, thread_pid), pid_level(task));
}

static __always_inline s64 virtual_pid(struct task_struct *task) {
	return number_at(BPF_CORE_READ(task, signal, pids[PIDTYPE_TGID]), pid_level(task));
}

static __always_inline s64 virtual_group(struct task_struct *task) {
	return number_at(BPF_CORE_READ(task, signal, pids[PIDTYPE_PGID]), pid_level(task));
}

static __always_inline s64 process_group(struct task_struct *task) {
	return number_at(BPF_CORE_READ(task, signal, pids[PIDTYPE_PGID]), 0);
}

// Start of the init process of the task's pid namespace, in nanoseconds of the boot.
static __always_inline u64 namespace_start(struct task_struct *task) {
	struct pid_namespace *ns = pid_namespace_of(task);
	return BPF_CORE_READ(ns, child_reaper, start_time);
}

// The controlling terminal as user space encodes device numbers; 0 for none.
static __always_inline u32 controlling_terminal(struct task_struct *task) {
	if (!bpf_core_type_exists(struct tty_struct)) return 0;
	struct tty_struct *tty = BPF_CORE_READ(task, signal, tty);
	if (!tty) return 0;
	u32 major = BPF_CORE_READ(tty, driver, major);
	u32 minor = BPF_CORE_READ(tty, driver, minor_start) + BPF_CORE_READ(tty, index);
	return (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12);
}

static __always_inline u32 login_uid(struct task_struct *task) {
	if (bpf_core_field_exists(task->loginuid)) return BPF_CORE_READ(task, loginuid.val);
	struct task_struct___vendor *vendor = (void *)task;
	if (bpf_core_field_exists(vendor->audit)) return BPF_CORE_READ(vendor, audit, loginuid.val);
	return NOBODY;
}

struct memory {
	u32 size_kb, rss_kb, swap_kb;
};

static __always_inline s64 resident(struct mm_struct *mm, u32 counter) {
	struct mm_struct___old *old = (void *)mm;
	s64 pages = 0;
	if (bpf_core_field_exists(old->rss_stat.count)) {
		bpf_probe_read_kernel(&pages, sizeof(pages), (void *)old + bpf_core_field_offset(struct mm_struct___old, rss_stat.count) + counter * sizeof(long));
	} else {
		bpf_probe_read_kernel(&pages, sizeof(pages), (void *)mm + bpf_core_field_offset(struct mm_struct, rss_stat) +
			counter * bpf_core_type_size(struct percpu_counter) + bpf_core_field_offset(struct percpu_counter, count));
	}
	return pages > 0 ? pages : 0;
}

static __always_inline void read_memory(struct memory *memory, struct mm_struct *mm) {
	*memory = (struct memory){};
	if (!mm) return;
	memory->size_kb = BPF_CORE_READ(mm, total_vm) << PAGES_TO_KB;
	// File, anonymous and shared pages; 2 counts swapped ones.
	memory->rss_kb = (resident(mm, 0) + resident(mm, 1) + resident(mm, 3)) << PAGES_TO_KB;
	memory->swap_kb = resident(mm, 2) << PAGES_TO_KB;
}
