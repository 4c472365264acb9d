// Counts events per cgroup and class for the dashboard, without sending them.
#pragma once
#include "maps.h"

#define CGROUP_OF(css_set, subsystem) \
	({ \
		struct cgroup_subsys_state *css = NULL; \
		bpf_probe_read_kernel(&css, sizeof(css), (void *)(css_set) + bpf_core_field_offset(struct css_set, subsys) + \
			bpf_core_enum_value(enum cgroup_subsys_id, subsystem) * sizeof(void *)); \
		BPF_CORE_READ(css, cgroup); \
	})

static __always_inline u64 tagged(struct cgroup *cgroup, enum hierarchy hierarchy) {
	return BPF_CORE_READ(cgroup, kn, id) | (u64)hierarchy << HIERARCHY_SHIFT;
}

// The cgroup that tells containers apart: the unified one, or on cgroup v1 that of memory or pids.
static __always_inline u64 counted_cgroup(void) {
	if (HAS_TYPED_TASK) {
		struct cgroup *own = typed_task()->cgroups->dfl_cgrp;
		if (own->level) return own->kn->id | (u64)HIERARCHY_UNIFIED << HIERARCHY_SHIFT;
	}
	struct css_set *css_set = BPF_CORE_READ((struct task_struct *)bpf_get_current_task(), cgroups);
	struct cgroup *unified = BPF_CORE_READ(css_set, dfl_cgrp);
	if (BPF_CORE_READ(unified, level)) return tagged(unified, HIERARCHY_UNIFIED);
	if (bpf_core_enum_value_exists(enum cgroup_subsys_id, memory_cgrp_id)) {
		struct cgroup *memory = CGROUP_OF(css_set, memory_cgrp_id);
		if (BPF_CORE_READ(memory, level)) return tagged(memory, HIERARCHY_MEMORY);
	}
	if (bpf_core_enum_value_exists(enum cgroup_subsys_id, pids_cgrp_id)) {
		struct cgroup *pids = CGROUP_OF(css_set, pids_cgrp_id);
		if (BPF_CORE_READ(pids, level)) return tagged(pids, HIERARCHY_PIDS);
	}
	return tagged(unified, HIERARCHY_UNIFIED);
}

static __always_inline void count(u32 event_class) {
	u64 cgroup = counted_cgroup();
	struct class_counts *counts = bpf_map_lookup_elem(&counters, &cgroup);
	if (!counts) {
		struct class_counts none = {};
		bpf_map_update_elem(&counters, &cgroup, &none, BPF_NOEXIST);
		counts = bpf_map_lookup_elem(&counters, &cgroup);
		if (!counts) {
			statistics[bpf_get_smp_processor_id() & (STATISTICS_CPUS - 1)].uncounted++;
			return;
		}
	}
	counts->of[event_class & (CLASSES - 1)]++;
}
