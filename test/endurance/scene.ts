/** Something the stage does now and then: a shell line that a process of the stage runs. */
export interface Scene {
	/** Stands in the environment of every process of the scene, which is how its alerts are told apart. */
	readonly id: string;
	/** Who runs it: a service of the host, or a container. */
	readonly by: Service | Container;
	/** A line of shell, another one each time. */
	readonly line: (random: Random) => string;
}

/** Noise: it goes on all the time and makes `rule` fire. */
export interface NoiseGroup extends Scene {
	readonly rule: string;
	readonly everyMs: number;
	/** Takes the place of a container's group where there are no containers. */
	readonly spare?: true;
}

/** An attack that looks like one of the noise groups. */
export interface Attack extends Scene {
	readonly resembles: string;
	readonly spare?: true;
}

/** Programs of the host that run the scenes, by the name they have in the process list. */
export const SERVICES = {
	cron: '/usr/sbin/cron',
	nginx: '/usr/sbin/nginx',
	postgres: '/usr/lib/postgresql/15/bin/postgres',
	mysqld: '/usr/sbin/mysqld',
	'redis-server': '/usr/bin/redis-server',
	'ci-runner': '/opt/ci/ci-runner',
	'node-agent': '/opt/agent/node-agent',
	bash: '/usr/bin/bash',
} as const;
export type Service = keyof typeof SERVICES;

export const CONTAINERS = ['web', 'batch', 'ops'] as const;
export type Container = (typeof CONTAINERS)[number];

/** Numbers, names and choices that change from run to run; with a seed they are the same again. */
export interface Random {
	number(below: number): number;
	hex(digits: number): string;
	pick<T>(from: readonly T[]): T;
}

/** Park and Miller's generator: good enough for names. */
export function createRandom(seed: number): Random {
	let state = (seed % 2_147_483_646) + 1;
	const number = (below: number): number => {
		state = (state * 48_271) % 2_147_483_647;
		return state % below;
	};
	return {
		number,
		hex: (digits) => Array.from({length: digits}, () => number(16).toString(16)).join(''),
		pick: (from) => from[number(from.length)],
	};
}
