import type {Engine} from './engine.ts';
import type {EngineTick} from './engine-tick.ts';
import type {Outbox} from './outbox.ts';
import type {EngineSource} from './source.ts';

/** The engine's totals now. */
export function makeTick(engine: Engine, source: EngineSource, outbox: Outbox, nowMs: number): EngineTick {
	const {containers} = engine;
	const counters = engine.system.counters;
	source.countContainers(containers);
	const ring = source.ring();
	return {
		atMs: nowMs,
		eventTsNs: engine.lastTsNs,
		events: engine.events,
		alerts: engine.alerts,
		ownAlerts: engine.own?.leftOut,
		drops: {
			...source.drops(),
			alert_queue: outbox.dropped,
			thread_table_full: counters.droppedThreadTableFull,
			fd_table_full: counters.droppedFdTableFull,
		},
		hits: hitsByRule(engine),
		silenced: engine.silenced?.counts(),
		containers: containers.rows(),
		forgottenContainers: containers.forgotten,
		threads: counters.threads,
		fds: counters.fds,
		state: counters,
		ringBytes: ring.usedBytes,
		ringSizeBytes: ring.sizeBytes,
		progress: source.progress(),
		fileBytes: source.fileBytes?.(),
		replay: source.replay?.(),
	};
}

export function hitsByRule(engine: Engine): Record<string, number> {
	const hits: Record<string, number> = Object.create(null);
	for (const rule of engine.rules.rules) if (rule.hits > 0) hits[rule.name] = rule.hits;
	return hits;
}
