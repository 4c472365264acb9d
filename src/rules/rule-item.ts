import type {Collector} from './collector.ts';
import {within} from './context.ts';
import type {Decoder} from './decode.ts';
import {readExceptions} from './exception-item.ts';
import type {RuleUpdate} from './items.ts';
import {ENABLED_DEPRECATED, OVERRIDE_AND_APPEND} from './messages.ts';
import {checkKeys, namedDecoder, type RawItem, readAppendFlag} from './named-item.ts';
import {RULE_OVERRIDABLE, readOverrides} from './overrides.ts';
import {PRIORITIES, type Priority, parsePriority} from './priority.ts';
import {placeAt} from './source-file.ts';
import {trimTraced} from './traced-text.ts';
import {offsetOf} from './yaml-file.ts';

const KEYS = [
	'rule',
	'condition',
	'output',
	'desc',
	'priority',
	'source',
	'enabled',
	'tags',
	'exceptions',
	'capture',
	'capture_duration',
	'warn_evttypes',
	'skip-if-unknown-filter',
	'append',
	'override',
];

/** Reads a `rule` item into the collector: a definition, a change of an earlier rule, or its toggle. */
export function readRule(raw: RawItem, collector: Collector): void {
	const named = namedDecoder(raw, 'rule');
	if (!named) return;
	const {item} = named;
	const append = readAppendFlag(raw, item);
	const overrides = readOverrides(raw.file, item, RULE_OVERRIDABLE);
	const overriding = overrides.append.size + overrides.replace.size > 0;
	if (append && overriding) item.fail(OVERRIDE_AND_APPEND, item.context);
	if (item.failed) return;
	if (overriding) {
		const source = item.has('source') ? item.string('source') : undefined;
		const appended = overrides.append.size > 0 ? readUpdate(raw, item, named.name, overrides.append) : undefined;
		const replaced = overrides.replace.size > 0 ? readUpdate(raw, item, named.name, overrides.replace) : undefined;
		if (item.failed) return;
		if (appended) collector.appendRule({...appended, source});
		if (replaced) collector.replaceInRule({...replaced, source});
	} else if (append) {
		const update = readUpdate(raw, item, named.name, new Set(['condition', 'exceptions'].filter((key) => item.has(key))));
		if (!item.failed) collector.appendRule(update);
	} else if (['condition', 'output', 'desc', 'priority'].some((key) => item.has(key))) defineRule(raw, item, named.name, collector);
	else toggleRule(raw, item, named.name, collector);
	if (!item.failed) checkKeys(raw, item, KEYS);
}

function toggleRule(raw: RawItem, item: Decoder, name: string, collector: Collector): void {
	const enabled = item.boolean('enabled');
	if (enabled === undefined) return;
	raw.problems.warning('LOAD_DEPRECATED_ITEM', ENABLED_DEPRECATED, item.context);
	collector.enableRule({name, context: item.context, enabled});
}

/** The keys of a change; in the order in which Falco reads them, so that the first error is the same. */
function readUpdate(raw: RawItem, item: Decoder, name: string, keys: ReadonlySet<string>): RuleUpdate {
	const condition = keys.has('condition') ? item.text('condition') : undefined;
	const exceptions = keys.has('exceptions') ? readExceptions(raw.file, item, raw.problems, true) : undefined;
	const output = keys.has('output') ? item.text('output') : undefined;
	return {
		name,
		context: item.context,
		condition,
		conditionContext: condition && within(item.context, 'rule condition', '', condition.pieces[0].origin.start),
		exceptions,
		output,
		outputContext: output && within(item.context, 'rule output', '', output.pieces[0].origin.start),
		desc: keys.has('desc') ? item.string('desc') : undefined,
		tags: keys.has('tags') ? item.strings('tags') : undefined,
		priority: keys.has('priority') ? readPriority(item) : undefined,
		capture: keys.has('capture') ? item.boolean('capture') : undefined,
		captureDurationMs: keys.has('capture_duration') ? item.uint32('capture_duration') : undefined,
		enabled: keys.has('enabled') ? item.boolean('enabled') : undefined,
		warnEvttypes: keys.has('warn_evttypes') ? item.boolean('warn_evttypes') : undefined,
		skipIfUnknownFilter: keys.has('skip-if-unknown-filter') ? item.boolean('skip-if-unknown-filter') : undefined,
	};
}

function defineRule(raw: RawItem, item: Decoder, name: string, collector: Collector): void {
	if (isChangeWithoutOverride(item, collector.rules.has(name))) return;
	const condition = item.text('condition');
	const output = item.text('output');
	const desc = item.string('desc');
	const priority = readPriority(item);
	const source = item.has('source') ? item.string('source') : 'syscall';
	const optional = (key: string, otherwise: boolean) => (item.has(key) ? item.boolean(key) : otherwise);
	const enabled = optional('enabled', true);
	const capture = optional('capture', false);
	const captureDurationMs = item.has('capture_duration') ? item.uint32('capture_duration') : 0;
	const warnEvttypes = optional('warn_evttypes', true);
	const skipIfUnknownFilter = optional('skip-if-unknown-filter', false);
	const tags = item.has('tags') ? item.strings('tags') : [];
	const exceptions = readExceptions(raw.file, item, raw.problems, false);
	if (item.failed || !condition || !output) return;
	collector.defineRule({
		name,
		context: item.context,
		conditionContext: within(item.context, 'rule condition', '', condition.pieces[0].origin.start),
		outputContext: within(item.context, 'rule output', '', output.pieces[0].origin.start),
		condition,
		output: trimTraced(output),
		desc: desc!,
		priority: priority!,
		source: source!,
		enabled: enabled!,
		capture: capture!,
		captureDurationMs: captureDurationMs!,
		warnEvttypes: warnEvttypes!,
		skipIfUnknownFilter: skipIfUnknownFilter!,
		tags: new Set(tags),
		exceptions: exceptions!,
		places: [placeAt(item.context)],
	});
}

const REQUIRED = ['condition', 'output', 'desc', 'priority'];

/** Some keys of a rule that is there already: meant as a change of it. */
function isChangeWithoutOverride(item: Decoder, isThere: boolean): boolean {
	const missing = REQUIRED.find((key) => !item.has(key));
	if (missing === undefined) return false;
	const change = REQUIRED.filter((key) => item.has(key)).map((key) => `${key}: ${key === 'condition' ? 'append' : 'replace'}`);
	// Of a rule that is not among the files one key is a change; more, or a description, is a definition that lacks something.
	if (!isThere && (change.length > 1 || item.has('desc'))) return false;
	const override = `"override: {${change.join(', ')}}"`;
	const how = isThere
		? `there is a rule of this name: to change it, add ${override}`
		: `to change a rule of another file, give that file before this one, and add ${override}`;
	const hint = `${how}; to define it anew, all of ${REQUIRED.join(', ')} are needed`;
	item.fail(`Item has no mapping for key '${missing}'`, item.context, hint);
	return true;
}

function readPriority(item: Decoder): Priority | undefined {
	const text = item.string('priority');
	if (text === undefined) return undefined;
	const priority = parsePriority(text);
	if (priority !== undefined) return priority;
	const context = within(item.context, 'rule priority', '', offsetOf(item.node('priority')));
	return item.fail('Invalid priority', context, `'${text}' is none of ${PRIORITIES.join(', ')}`);
}
