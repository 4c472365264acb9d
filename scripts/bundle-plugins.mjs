// What packages do slowly before the first frame is left out of the bundle. Each change names the text it replaces: a package
// that has changed fails the build.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const change = (filter, edit) => ({
	name: `changed ${filter.source}`,
	setup({onLoad}) {
		onLoad({filter}, ({path: file}) => edit(readFileSync(file, 'utf8'), file));
	},
});

const replaceAll = (filter, replacements) =>
	change(filter, (text, file) => {
		let contents = text;
		for (const [from, to] of replacements) {
			if (!contents.includes(from)) return {errors: [{text: `${file} no longer has ${from}: look at scripts/bundle-plugins.mjs`}]};
			contents = contents.replace(from, to);
		}
		return {contents};
	});

/** Ink waits at its top level for developer tools that are not there; a bundle in one piece cannot wait. */
export const inkWithoutTools = replaceAll(/ink\/build\/reconciler\.js$/, [
	["await import('./devtools.js')", 'undefined'],
	['await loadPackageJson()', 'undefined'],
]);

/** Ink's layout engine is compiled in place: its loader would wait, and Node would load an HTTP client for its data URL. */
export const layoutInPlace = replaceAll(/yoga-layout\/dist\/src\/index\.js$/, [
	['import loadYoga from', 'import loadYoga, {wasm} from'],
	[
		'wrapAssembly(await loadYoga())',
		`wrapAssembly((() => {
			const layout = {
				instantiateWasm(imports, receive) {
					receive(new WebAssembly.Instance(new WebAssembly.Module(wasm), imports));
					return {};
				},
			};
			loadYoga(layout);
			return layout;
		})())`,
	],
]);

export const layoutBytes = change(/yoga-wasm-base64-esm\.js$/, (text, file) => {
	const data = /"data:application\/octet-stream;base64,([^"]+)"/.exec(text);
	if (data === null) return {errors: [{text: `${file} holds its WebAssembly in another way: look at scripts/bundle-plugins.mjs`}]};
	const contents = text.replace(data[0], '""').replace('import.meta.url', '""');
	return {contents: `export const wasm = Buffer.from('${data[1]}', 'base64');\n${contents}`};
});

const OURS = fileURLToPath(new URL('../src/ui/terminal/width.ts', import.meta.url));

/**
 * Ink measures text as the panes do, and string-width itself is loaded with the first text that needs it: its expressions and
 * tables take longer than all else of a first frame.
 */
export const oneTextWidth = {
	name: 'one text width',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^string-width$/}, ({importer, namespace}) => {
			if (namespace === 'string-width') return undefined;
			return {path: importer === OURS ? 'on demand' : 'as ours', namespace: 'string-width'};
		});
		onLoad({filter: /.*/, namespace: 'string-width'}, ({path: how}) => ({
			resolveDir: path.dirname(OURS),
			contents: how === 'on demand' ? ON_DEMAND : AS_OURS,
		}));
	},
};

const ON_DEMAND = `
let width;
export default function stringWidth(text) {
	width ??= require('string-width').default;
	return width(text);
}`;

const AS_OURS = `
import {stripVTControlCharacters} from 'node:util';
import {cellWidth} from './width.ts';
export default function stringWidth(text) {
	return cellWidth(text.includes('\\x1b') ? stripVTControlCharacters(text) : text);
}`;
