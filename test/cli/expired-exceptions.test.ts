import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {expiredTexts, findExpired} from '../../src/cli/expired-exceptions.ts';
import {expiryComment} from '../../src/tuning/expiry.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../bin/falconer');
const folder = mkdtempSync(path.join(tmpdir(), 'expired-'));
afterAll(() => rmSync(folder, {recursive: true}));

const NOW = Date.parse('2026-06-01T12:00:00Z');
const HOUR = 3_600_000;

const textUntil = (atMs: number): string => {
	const mark = expiryComment({macro: 'user_known_x', condition: 'proc.name = a'}, {kind: 'at', atMs});
	return `# ours\n\n# why\n# ${mark}\n- macro: user_known_x\n  condition: (proc.name = a)\n`;
};

test('an exception that ended is named with its file and line; one that holds yet is not', () => {
	const file = {name: 'local.yaml', text: textUntil(NOW - HOUR)};
	expect(expiredTexts([file], NOW)).toEqual([
		"local.yaml:5: The exception of macro 'user_known_x' ended 2026-06-01T11:00:00Z, and silences on: proc.name = a",
	]);
	expect(findExpired([file], NOW)[0]).toMatchObject({severity: 'warning', code: 'CHECK_EXPIRED_EXCEPTION', place: {line: 4, column: 0}});
	expect(expiredTexts([{...file, text: textUntil(NOW + HOUR)}], NOW)).toEqual([]);
});

test('rules check and the agent say it; the agent keeps the exception, as Falco does', () => {
	const file = path.join(folder, 'falco_rules.local.yaml');
	const rule = '- rule: r\n  desc: d\n  condition: evt.type = open and not user_known_x\n  output: o\n  priority: INFO\n';
	writeFileSync(file, `${textUntil(Date.parse('2020-01-01T00:00:00Z'))}${rule}`);
	const run = (...args: string[]) => spawnSync(PROGRAM, args, {encoding: 'utf8', env: {...process.env, NO_COLOR: '1'}});
	const check = run('rules', 'check', file);
	expect(check.stdout).toContain(`${file}:5:1: warning: The exception of macro 'user_known_x' ended 2020-01-01T00:00:00Z`);
	expect(check.stdout).toContain('CHECK_EXPIRED_EXCEPTION');
	const agent = run('agent', '--dry-run', '-r', file);
	expect(agent.status).toBe(0);
	expect(agent.stderr).toContain(
		`${file}:5: The exception of macro 'user_known_x' ended 2020-01-01T00:00:00Z, and silences on: proc.name = a`,
	);
});
