// Maps and global variables. The globals lie in memory that user space has mapped too.
#pragma once
#include "../kernel.h"
#include "direct.h"
#include "event.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

// Where a CPU builds its event. The space behind `event` lets a write start anywhere in it, so that the verifier
// need not know where; `path` is for paths, which are found from their end.
struct scratch {
	struct record_prefix prefix;
	u8 event[0x10000];
	u8 slack[0x10000];
	u8 path[0x2000];
	u8 name[0x100];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 8 << 20);
} ring SEC(".maps");

// Resized to the number of possible CPUs.
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct scratch);
} scratches SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, SYSCALLS);
	__type(key, u32);
	__type(value, u32);
} fillers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, u64);
	__type(value, struct class_counts);
} counters SEC(".maps");

// WANT_* bits of each system call.
u8 wanted[SYSCALLS];
// What stands for each system call in events of code 1, the same number on all architectures.
u16 generic_ids[SYSCALLS];
// Whether procexit is wanted: WANT_* bits.
u8 wanted_procexit;
// The reader sleeps and asks to be woken by the next event.
u32 sleeping;
// Nanoseconds from the boot clock to the epoch.
u64 epoch_offset_ns;
// Bytes of data of reads and writes that are kept.
u32 snaplen = 80;
struct cpu_statistics statistics[STATISTICS_CPUS];
