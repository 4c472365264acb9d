// What clone and execve events say of a process.
#pragma once
#include "path.h"

#define ARGUMENTS_BYTES 4096
#define ARGUMENT_POINTERS 64

// The strings between two addresses, as they lie there; the last byte is a NUL also where they are cut.
static __always_inline void put_user_range(struct event *e, u64 start, u64 end) {
	u64 size = end > start ? end - start : 0;
	if (size > ARGUMENTS_BYTES) size = ARGUMENTS_BYTES;
	asm volatile("" : "+r"(size));
	size &= 0x1fff;
	if (size > ARGUMENTS_BYTES) size = ARGUMENTS_BYTES;
	if (!size || bpf_probe_read_user(&e->scratch->event[bounded(e->position)], size, (void *)start)) size = 0;
	else e->scratch->event[bounded(e->position + size - 1)] = 0;
	advance(e, size);
}

// Two parameters: argv[0], and the other arguments, out of the memory of the running program.
static __always_inline void put_exe_and_args(struct event *e, struct mm_struct *mm) {
	u64 start = mm ? BPF_CORE_READ(mm, arg_start) : 0, end = mm ? BPF_CORE_READ(mm, arg_end) : 0;
	long length = 0;
	if (end > start) length = bpf_probe_read_user_str(&e->scratch->event[bounded(e->position)], ARGUMENTS_BYTES, (void *)start);
	length = length > 0 ? length & 0x1fff : 0;
	advance(e, length);
	if (length) put_user_range(e, start + length, end);
	else put_empty(e);
}

// The strings of a NULL-ended array of pointers, from its entry `first` on.
__noinline u32 write_user_strings(u64 array, u32 first, u64 position) {
	struct scratch *s = this_cpu_scratch();
	u64 length = 0;
	if (!s || !array) return 0;
	for (u32 i = 0; i < ARGUMENT_POINTERS; i++) {
		u64 pointer = 0;
		asm volatile("%0 &= 0x1fff" : "+r"(length));
		if (length >= ARGUMENTS_BYTES) break;
		if (bpf_probe_read_user(&pointer, sizeof(pointer), (void *)(array + 8 * (first + i))) || !pointer) break;
		long read = bpf_probe_read_user_str(&s->event[bounded(position + length)], ARGUMENTS_BYTES, (void *)pointer);
		if (read <= 0) break;
		length += read;
	}
	if (length > ARGUMENTS_BYTES) {
		length = ARGUMENTS_BYTES;
		s->event[bounded(position + ARGUMENTS_BYTES - 1)] = 0;
	}
	return length;
}

static __always_inline void put_user_strings(struct event *e, u64 array, u32 first) {
	advance(e, length_of(write_user_strings(array, first, e->position), 0x1fff));
}

// tid to vm_swap: parameters that clone and execve events share.
static __always_inline void put_process_numbers(struct event *e, struct task_struct *task, struct mm_struct *mm) {
	struct memory memory;
	read_memory(&memory, mm);
	put_s64(e, BPF_CORE_READ(task, pid));
	put_s64(e, BPF_CORE_READ(task, tgid));
	put_s64(e, BPF_CORE_READ(task, real_parent, pid));
	// cwd: found in user space, out of chdir events.
	put_empty(e);
	put_u64(e, BPF_CORE_READ(task, signal, rlim[RLIMIT_NOFILE].rlim_cur));
	put_u64(e, BPF_CORE_READ(task, maj_flt));
	put_u64(e, BPF_CORE_READ(task, min_flt));
	put_u32(e, memory.size_kb);
	put_u32(e, memory.rss_kb);
	put_u32(e, memory.swap_kb);
	put_kernel_text(e, (void *)task + bpf_core_field_offset(struct task_struct, comm), 16);
	put_cgroups(e, task);
}
