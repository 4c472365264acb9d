import {readFileSync} from 'node:fs';
import type {Environment} from '../../config/expand-env.ts';
import {KeyMap} from '../keys/key-map.ts';
import {type ReadSettings, readSettings} from './read-settings.ts';
import {DEFAULT_SETTINGS} from './settings.ts';

/** Settings, and the file that changes of them go to. */
export interface UserSettings extends ReadSettings {
	/** Undefined where there is no place for one. */
	readonly file: string | undefined;
}

/** Reads the settings file. One that is not there is as good as an empty one; one that cannot be read is a problem. */
export function loadSettings(file: string | undefined, env: Environment, isNamed = false): UserSettings {
	const none: UserSettings = {
		file,
		settings: DEFAULT_SETTINGS,
		keys: new KeyMap(),
		problems: [],
		locate: () => ({file: file ?? '', line: 0, column: 0}),
	};
	if (file === undefined) return none;
	try {
		return {file, ...readSettings(file, readFileSync(file, 'utf8'), env)};
	} catch (error) {
		const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		if (isMissing && !isNamed) return none;
		const message = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
		return {...none, problems: [{severity: 'warning', key: '', message, file, line: 0, column: 0}]};
	}
}
