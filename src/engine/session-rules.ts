import type {RulesProblem} from '../rules/problem.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import type {ActiveRules} from './active-rules.ts';
import {type CompiledRules, createRulesCompiler, type RulesCompiler} from './compile-rules.ts';
import {EventWatch} from './event-watch.ts';
import {genericSyscallsOf} from './generic-syscalls.ts';
import type {EngineOptions} from './options.ts';
import type {EngineMessage} from './protocol.ts';
import type {RuleDefinitions} from './rule-facts.ts';
import type {EventSelection} from './source.ts';
import {selectEvents, successOnly} from './syscall-selection.ts';

/** What the agent has done already before it starts the engine in its own thread. */
export interface Prepared {
	readonly compiler: RulesCompiler;
	readonly rules: CompiledRules;
}

const NO_DEFINITIONS: RuleDefinitions = {macros: [], lists: [], exceptions: []};
const NO_CODES: ReadonlySet<number> = new Set();

/** The rules that a session has in use: what is told of them, and which events they need. */
export class SessionRules {
	readonly #options: EngineOptions;
	#compiler: RulesCompiler;
	#rules: CompiledRules;

	/** `prepared`: rules that were compiled already. */
	constructor(options: EngineOptions, prepared?: Prepared) {
		this.#options = options;
		this.#compiler = prepared?.compiler ?? createRulesCompiler(options);
		this.#rules = prepared?.rules ?? this.#compiler.compile(options.rules);
	}

	get active(): ActiveRules {
		return this.#rules.active;
	}

	/** Other files, with the options that hold. */
	load(files: readonly RulesFile[], localRules?: readonly string[]): void {
		this.#rules = this.#compiler.compile(files, localRules);
	}

	/** Rules that were compiled outside, by a compiler with other options. */
	replace({compiler, rules}: Prepared): void {
		this.#compiler = compiler;
		this.#rules = rules;
	}

	/** What is wrong with files that are not in use. */
	check(files: readonly RulesFile[]): RulesProblem[] {
		return this.#problemsWith(this.#compiler.check(files));
	}

	/** What those who look at the session are told of its rules; `id` tells who asked. */
	message(id: number): EngineMessage {
		const {summaries, definitions, exceptions, problems} = this.#rules;
		const isWanted = this.#options.snapshots;
		return {
			kind: 'rules',
			id,
			rules: isWanted ? summaries() : [],
			definitions: isWanted ? definitions() : NO_DEFINITIONS,
			exceptions: exceptions(),
			problems: this.#problemsWith(problems),
		};
	}

	/** A watch for events, whose filter may name the macros of these rules, or what is wrong with the filter. */
	createWatch(filter: string): ReturnType<typeof EventWatch.create> {
		const macros = new Map(this.#rules.ruleset.macros.map(({name, expanded}) => [name, expanded]));
		return EventWatch.create({filter, macros, hostname: this.#options.hostname});
	}

	/** Events of the rules and the state, and those that whoever watches asks for by name. */
	selection(watch: EventWatch | undefined): EventSelection {
		const wanted = ruleTypes(this.active);
		const events = selectEvents(wanted, this.#options.baseSyscalls);
		for (const code of watch?.eventTypes ?? []) events.add(code);
		// Who looks at events or records them sees failed calls, too.
		const isSeen = this.#options.snapshots || this.#options.captures !== undefined;
		return {
			events,
			genericSyscalls: genericSyscallsOf(this.#rules.ruleset.rules),
			successOnly: isSeen ? NO_CODES : successOnly(events, wanted),
		};
	}

	/** Files that could not be read are a fault of every load. */
	#problemsWith(problems: readonly RulesProblem[]): RulesProblem[] {
		return [...(this.#options.fileProblems ?? []), ...problems];
	}
}

function ruleTypes({rules}: ActiveRules): Set<number> {
	const types = new Set<number>();
	for (const rule of rules) for (const code of rule.eventTypes) types.add(code);
	return types;
}
