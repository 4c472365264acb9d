// Constants and types that the driver's kernel side and its addon share.
#pragma once

// System call numbers below this can be selected.
#define SYSCALLS 512
// CPUs with statistics of their own; more share them.
#define STATISTICS_CPUS 256
// The largest event in bytes, and so the largest record of the ring.
#define EVENT_BYTES 65535
#define HEADER_BYTES 26

// What `wanted` says of a system call.
#define WANT_EVENT 1
#define WANT_COUNT 2
#define CLASS_SHIFT 2
// Failed calls are of no interest.
#define WANT_SUCCESS 16

enum event_class { CLASS_EXEC, CLASS_FILE, CLASS_NET, CLASS_OTHER, CLASSES };

// In front of each event in the ring.
struct record_prefix {
	unsigned int cpu;
	unsigned int reserved;
};

// One cache line a CPU, so that CPUs do not share one.
struct cpu_statistics {
	unsigned long long events;
	// The ring was full.
	unsigned long long ring_full;
	// The event was larger than EVENT_BYTES.
	unsigned long long too_large;
	// System calls of 32-bit programs, whose numbers mean something else.
	unsigned long long compat;
	// A selected system call has no filler.
	unsigned long long no_filler;
	// Counts that found no room in the counters' map.
	unsigned long long uncounted;
	unsigned long long spare[2];
};

struct class_counts {
	unsigned long long of[4];
};

// A cgroup of the counters: the node's id in its hierarchy, and above bit 56 which hierarchy it is.
#define HIERARCHY_SHIFT 56
enum hierarchy { HIERARCHY_UNIFIED, HIERARCHY_MEMORY, HIERARCHY_PIDS };
