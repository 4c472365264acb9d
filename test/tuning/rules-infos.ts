import type {RulesInfo} from '../../src/tuning/rules-info.ts';

/** Loaded rules as tuning sees them: a hook nobody used, one in use, a rule without hook, one whose condition is an `or`. */
export const INFO: RulesInfo = {
	listNames: new Set(['shell_binaries', 'sensitive']),
	lists: new Map([
		['shell_binaries', ['bash', 'sh']],
		['sensitive', []],
	]),
	macros: new Map([
		['user_known_read_sensitive_files_activities', {condition: '(never_true)', canMatch: false}],
		['user_known_in_use', {condition: '(proc.name = legit)', canMatch: true}],
		['never_true', {condition: '(evt.num=0)', canMatch: false}],
	]),
	rules: new Map([
		[
			'Read sensitive file untrusted',
			{
				condition: 'open_read and sensitive_files and not user_known_read_sensitive_files_activities',
				macros: ['open_read', 'sensitive_files', 'user_known_read_sensitive_files_activities'],
				hookMacros: ['user_known_read_sensitive_files_activities'],
				exceptions: [],
				output: 'read',
			},
		],
		[
			'No hook',
			{
				condition: 'spawned_process and proc.name in (shell_binaries)',
				macros: ['spawned_process'],
				hookMacros: [],
				exceptions: [],
				output: 'started',
			},
		],
		[
			'Either',
			{
				condition: 'spawned_process or open_read',
				macros: ['spawned_process', 'open_read'],
				hookMacros: [],
				exceptions: [],
				output: 'either',
			},
		],
	]),
};
