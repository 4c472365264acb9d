import type {Tuning} from './tuner.ts';
import type {UsageFigures} from './usage.ts';

/** Alerts of an agent whose rules stayed as they were, and of one that loads what the dashboard saves. */
export interface Counts {
	readonly untouched: number;
	readonly tuned: number;
}

export interface GroupCount {
	readonly id: string;
	readonly rule: string;
	readonly played: number;
	/** Until the first key of the tuning, and from its last save to the end. */
	readonly before: Counts;
	readonly after: Counts;
}

export interface AttackCount {
	readonly id: string;
	readonly resembles: string;
	readonly rounds: readonly ({readonly atMs: number} & Counts)[];
}

export interface RunReport {
	readonly startedAt: string;
	readonly minutes: number;
	readonly containers: boolean;
	readonly groups: readonly GroupCount[];
	readonly attacks: readonly AttackCount[];
	readonly tuning: Tuning;
	readonly tuningAt: string;
	readonly quietAt: string;
	readonly alertsPerSecond: {readonly before: number; readonly after: number};
	readonly dashboard: UsageFigures;
	/** Alerts of what else went on on the machine. */
	readonly elsewhere: readonly {readonly name: string; readonly untouched: number; readonly tunedAfter: number}[];
	readonly localRules: string;
	readonly witnesses: readonly (readonly string[])[];
}

export interface Summary {
	readonly silencedGroups: number;
	readonly alertedAttacks: number;
	readonly noiseAfter: Counts;
}

/** A group is silent when the agent that was tuned had no alert of it; an attack alerted when it did in every round. */
export function summaryOf({groups, attacks}: Pick<RunReport, 'groups' | 'attacks'>): Summary {
	const sum = (counts: readonly Counts[]): Counts => ({
		untouched: counts.reduce((total, {untouched}) => total + untouched, 0),
		tuned: counts.reduce((total, {tuned}) => total + tuned, 0),
	});
	return {
		silencedGroups: groups.filter(({after}) => after.tuned === 0).length,
		alertedAttacks: attacks.filter(({rounds}) => rounds.every(({tuned}) => tuned > 0)).length,
		noiseAfter: sum(groups.map(({after}) => after)),
	};
}

const pad = (text: string | number, cells: number): string => String(text).padStart(cells);

/** The report for people. */
export function reportText(report: RunReport): string {
	const {groups, attacks, tuning, dashboard, alertsPerSecond} = report;
	const {silencedGroups, alertedAttacks, noiseAfter} = summaryOf(report);
	const keys = tuning.exceptions.map((exception) => exception.keys);
	return [
		`Tuning run of ${report.minutes.toFixed(1)} minutes, begun ${report.startedAt}${report.containers ? '' : ' (processes only: no container engine)'}`,
		'',
		`tuned in        ${tuning.seconds.toFixed(0)} s, ${tuning.keys} keys, ${tuning.exceptions.length} exceptions (${Math.max(0, ...keys)} keys at most for one), ${tuning.saves} saves`,
		`noise           ${silencedGroups} of ${groups.length} groups silent after it: ${noiseAfter.tuned} alerts, ${noiseAfter.untouched} with the rules untouched`,
		`attacks         ${alertedAttacks} of ${attacks.length} alerted in each of ${attacks[0]?.rounds.length ?? 0} rounds after it`,
		`on the screen   ${alertsPerSecond.before} alerts/s before, ${alertsPerSecond.after} at the end`,
		`dashboard       ${dashboard.memory.first} MB after a minute, ${dashboard.memory.most} at most, ${dashboard.memory.last} at the end; ${(dashboard.processor * 100).toFixed(1)} % of a core; ${dashboard.drops} drops`,
		'',
		'              ALERTS BEFORE     ALERTS AFTER',
		'  PLAYED  untouched  tuned  untouched  tuned   GROUP (RULE)',
		...groups.map(
			({id, rule, played, before, after}) =>
				`${pad(played, 8)}${pad(before.untouched, 11)}${pad(before.tuned, 7)}${pad(after.untouched, 11)}${pad(after.tuned, 7)}   ${id} (${rule})`,
		),
		'',
		'  ATTACK ALERTS BY ROUND (untouched/tuned)   ATTACK (RESEMBLES)',
		...attacks.map(
			({id, resembles, rounds}) =>
				`  ${rounds
					.map(({untouched, tuned}) => `${untouched}/${tuned}`)
					.join('  ')
					.padEnd(42)} ${id} (${resembles})`,
		),
		'',
		'EXCEPTIONS',
		...tuning.exceptions.map(
			({rule, condition, silences, keys: pressed, warnings}) =>
				`  ${pad(silences, 5)} × ${rule} · ${condition} · ${pressed} keys${warnings.map((warning) => `\n          ! ${warning}`).join('')}`,
		),
		'',
		'LEFT ALONE',
		...tuning.left.map((line) => `  ${line}`),
		'',
		'ELSEWHERE ON THE MACHINE (untouched in all, tuned after)',
		...report.elsewhere.map(({name, untouched, tunedAfter}) => `  ${pad(untouched, 6)}${pad(tunedAfter, 7)}   ${name}`),
		'',
		'MEMORY, MB, every minute',
		`  ${dashboard.samples.join(' ')}`,
		'',
		'LOCAL RULES AS SAVED',
		report.localRules,
		'WITNESSES',
		...report.witnesses.flat(),
		'',
	].join('\n');
}
