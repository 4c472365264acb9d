import {afterEach, expect, test} from 'vitest';
import type {ChromeModel} from '../../../src/ui/chrome/model.ts';
import {Chrome} from '../../../src/ui/chrome/mount.tsx';
import {loadTheme} from '../../../src/ui/theme/load-theme.ts';
import {compileTheme} from '../../../src/ui/theme/theme.ts';

const theme = compileTheme(loadTheme('themes', 'dark').theme, 0);
const chrome = new Chrome((error) => {
	throw error;
});
afterEach(() => chrome.close());

function modelOf(label: string): ChromeModel {
	return {
		columns: 40,
		theme,
		title: 'falconer',
		subtitle: 'node-1',
		liveWidth: 0,
		tabs: [{number: '1', title: 'Alerts', isActive: true, x: 1, width: 8}],
		filter: '',
		footer: [{id: 'quit', key: 'q', label, x: 1, width: 6}],
		dialog: undefined,
	};
}

test('what was drawn lately is not drawn again, what is new is', () => {
	const alerts = chrome.draw(modelOf('Quit'));
	const rules = chrome.draw(modelOf('Leave'));
	expect(alerts.at(-1)).toContain(' Quit');
	expect(rules.at(-1)).toContain(' Leave');
	expect(chrome.draw(modelOf('Quit'))).toBe(alerts);
	expect(chrome.draw(modelOf('Leave'))).toBe(rules);
});

test('a bounded number of drawings is kept', () => {
	const first = chrome.draw(modelOf('Quit'));
	for (let other = 0; other < 40; other++) expect(chrome.draw(modelOf(`Other ${other}`)).at(-1)).toContain(` Other ${other}`);
	const again = chrome.draw(modelOf('Quit'));
	expect(again).not.toBe(first);
	expect(again).toEqual(first);
});
