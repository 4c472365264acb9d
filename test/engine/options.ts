import type {EngineOptions} from '../../src/engine/options.ts';

/** Options of an engine, with what a test does not care about filled in. */
export const engineOptions = (parts: Partial<EngineOptions> = {}): EngineOptions => ({
	source: {kind: 'capture', file: '', speed: 0},
	rules: [],
	ruleMatching: 'first',
	minimumPriority: 7,
	hostname: 'host',
	ruleSelections: [],
	appendOutput: [],
	staticFields: {},
	bufferFormatBase64: false,
	timeFormatIso8601: false,
	snapshots: true,
	...parts,
});
