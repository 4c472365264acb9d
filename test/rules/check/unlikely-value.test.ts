import {expect, test} from 'vitest';
import {atCaret, foundBy, macro, rule} from './findings.ts';

const found = (condition: string) => foundBy('CHECK_UNLIKELY_VALUE', rule('r', `evt.type=open and ${condition}`));

test.each([
	['proc.pname = null', 'null', 'write not proc.pname exists'],
	['user.name != NULL', 'NULL', 'write user.name exists'],
	['container.name in (web, None)', 'None)', 'write not container.name exists'],
	['proc.name = %proc.pname', '%proc.pname', 'write val(proc.pname)'],
	['proc.cmdline contains "%user.name"', '"%user.name"', 'write val(user.name)'],
	['proc.name = proc.parent', 'proc.parent', 'write val(proc.pname)'],
	['proc.name = “nc”', '“nc”', 'write "nc"'],
	['proc.name in (/usr/bin/nc, sh)', '/usr/bin/nc, sh)', 'write proc.exepath = /usr/bin/nc, or proc.name = nc'],
	['proc.pname = /bin/sh', '/bin/sh', 'write proc.pexepath = /bin/sh'],
	['proc.exepath = nc', 'nc', 'write proc.name = nc'],
	['fd.name = shadow', 'shadow', 'write fd.filename = shadow'],
	['fd.directory in (/etc/)', '/etc/)', 'write /etc;'],
	['fd.filename = /etc/shadow', '/etc/shadow', 'write fd.name = /etc/shadow'],
	['container.image.repository = docker.io/nginx:1.2', 'docker.io/nginx:1.2', 'write container.image = docker.io/nginx:1.2'],
	['evt.res < 0', '0', 'write evt.rawres < 0'],
])('%s is hardly meant', (condition, at, hint) => {
	const [finding, ...more] = found(condition);
	expect(more).toEqual([]);
	expect(atCaret(finding)).toBe(at);
	expect(finding.hint).toContain(hint);
});

test.each([
	'proc.pname = "null"',
	'evt.arg.name = NULL',
	'proc.name = nullmailer',
	'proc.cmdline contains "%s %proc"',
	'container.image.registry = k8s.gcr.io',
	'proc.exepath in (/usr/bin/nc, "")',
	'fd.name in (/etc/shadow, "", 10.0.0.1:80->10.0.0.2:90)',
	'fd.directory in (/, /etc)',
	'container.image.repository = localhost:5000/nginx',
	'evt.rawres < 0',
	'proc.name = val(proc.pname)',
])('%s is as it is meant', (condition) => {
	expect(found(condition)).toEqual([]);
});

test('a value in a list is shown where it stands; what a list holds may serve other fields', () => {
	const text = macro('m', 'proc.name in (l)') + rule('r', 'evt.type=open and m');
	const [finding, ...more] = foundBy('CHECK_UNLIKELY_VALUE', '- list: l\n  items: [/bin/nc, “nc”]\n', text);
	expect(more).toEqual([]);
	expect(finding.item).toEqual({type: 'list', name: 'l'});
	expect(atCaret(finding)).toBe('“nc”]');
});
