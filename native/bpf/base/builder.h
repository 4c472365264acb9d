// Builds one event in Falco's layout: header (ts u64, tid u64, len u32, type u16, nparams u32), u16 lengths, parameters.
#pragma once
#include "maps.h"

// Lives in registers: `index` is known at compile time wherever it is used.
struct event {
	struct scratch *scratch;
	struct cpu_statistics *statistics;
	u32 index;
	u32 position;
};

// A position as an offset that the verifier believes to lie in `event`.
static __always_inline u64 bounded(u64 position) {
	asm volatile("%0 &= 0xffff" : "+r"(position));
	return position;
}

static __always_inline struct cpu_statistics *this_cpu_statistics(u32 cpu) {
	return &statistics[cpu & (STATISTICS_CPUS - 1)];
}

// This CPU's scratch, for functions that the verifier checks by themselves (global ones: they take numbers only).
static __always_inline struct scratch *this_cpu_scratch(void) {
	u32 cpu = bpf_get_smp_processor_id();
	return bpf_map_lookup_elem(&scratches, &cpu);
}

// What such a function returns as a length: at most `most` (a power of 2, less one).
#define length_of(call, most) ({ u64 returned = (call); asm volatile("" : "+r"(returned)); returned & (most); })

static __always_inline bool begin_for(struct event *e, u16 type, u32 params, u64 tid) {
	u32 cpu = bpf_get_smp_processor_id();
	struct scratch *s = bpf_map_lookup_elem(&scratches, &cpu);
	if (!s) return false;
	s->prefix.cpu = cpu;
	*(u64 *)&s->event[0] = bpf_ktime_get_boot_ns() + epoch_offset_ns;
	*(u64 *)&s->event[8] = tid;
	*(u16 *)&s->event[20] = type;
	*(u32 *)&s->event[22] = params;
	e->scratch = s;
	e->statistics = this_cpu_statistics(cpu);
	e->index = 0;
	e->position = HEADER_BYTES + 2 * params;
	return true;
}

static __always_inline bool begin(struct event *e, u16 type, u32 params) {
	return begin_for(e, type, params, (u32)bpf_get_current_pid_tgid());
}

// Notes the length of the parameter that was just written at `position`.
static __always_inline void advance(struct event *e, u32 length) {
	*(u16 *)&e->scratch->event[HEADER_BYTES + 2 * e->index] = length;
	e->index++;
	e->position += length;
}

static __always_inline int submit(struct event *e) {
	struct scratch *s = e->scratch;
	u64 length = e->position;
	asm volatile("" : "+r"(length));
	if (length > EVENT_BYTES) {
		e->statistics->too_large++;
		return 0;
	}
	*(u32 *)&s->event[16] = length;
	u64 flags = BPF_RB_NO_WAKEUP;
	if (sleeping) {
		sleeping = 0;
		flags = BPF_RB_FORCE_WAKEUP;
	}
	if (bpf_ringbuf_output(&ring, s, length + sizeof(struct record_prefix), flags)) e->statistics->ring_full++;
	else e->statistics->events++;
	return 0;
}
