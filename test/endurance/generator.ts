import {CONTAINER_ATTACKS, HOST_ATTACKS} from './attacks.ts';
import {CONTAINER_NOISE, HOST_NOISE} from './noise.ts';
import {type Attack, createRandom, type NoiseGroup, type Random} from './scene.ts';
import type {Stage} from './stage.ts';

/** The groups and attacks of a run: forty and ten, with containers or without. */
export function programme(withContainers: boolean): {readonly noise: readonly NoiseGroup[]; readonly attacks: readonly Attack[]} {
	if (!withContainers) return {noise: HOST_NOISE, attacks: HOST_ATTACKS};
	return {
		noise: [...HOST_NOISE.filter(({spare}) => spare === undefined), ...CONTAINER_NOISE],
		attacks: [...HOST_ATTACKS.filter(({spare}) => spare === undefined), ...CONTAINER_ATTACKS],
	};
}

/** Plays noise groups, each at its own pace, until it is stopped. */
export class NoiseGenerator {
	readonly #timers = new Map<string, NodeJS.Timeout>();
	readonly #random: Random;
	/** How often each group was played. */
	readonly plays = new Map<string, number>();

	constructor(
		private readonly stage: Stage,
		private readonly groups: readonly NoiseGroup[],
		seed: number,
	) {
		this.#random = createRandom(seed);
	}

	start(): void {
		for (const group of this.groups) this.#schedule(group, this.#random.number(group.everyMs));
	}

	stop(): void {
		for (const timer of this.#timers.values()) clearTimeout(timer);
		this.#timers.clear();
	}

	/** Not a metronome: each wait is between a half and one and a half of the group's pace. */
	#schedule(group: NoiseGroup, afterMs: number): void {
		const timer = setTimeout(() => {
			this.stage.play(group, group.line(this.#random));
			this.plays.set(group.id, (this.plays.get(group.id) ?? 0) + 1);
			this.#schedule(group, group.everyMs / 2 + this.#random.number(group.everyMs));
		}, afterMs);
		this.#timers.set(group.id, timer);
	}
}
