// Runs a bundle with the code that V8 made of it when it was built: half of a start was compiling. V8 takes the code only where
// Node and its flags are the same as then, and else compiles the bundle as ever. In a copy BUNDLE is the name of its bundle.
'use strict';
const {readFileSync, renameSync, writeFileSync} = require('node:fs');
const {join} = require('node:path');
const {Script, constants} = require('node:vm');

/** Where FALCONER_WRITE_CODE is set, the code is written at the end: of all functions that ran. */
function runBundle(stem) {
	const filename = join(__dirname, `${stem}.js`);
	// Code takes time for its size: the agent's and the screen's stand apart.
	const codeFile = join(__dirname, `${stem}.${process.argv[2] === 'agent' ? 'agent' : 'screen'}.code`);
	const head = '(function (require, __filename, __dirname, module, exports) {';
	const script = new Script(`${head}${readFileSync(filename, 'latin1')}\n})`, {
		filename,
		columnOffset: -head.length,
		cachedData: readIfThere(codeFile),
		importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
	});
	if (process.env.FALCONER_WRITE_CODE !== undefined) process.on('exit', () => writeCode(script, codeFile));
	const module = {exports: {}};
	script.runInThisContext()(require, filename, __dirname, module, module.exports);
}

function readIfThere(file) {
	try {
		return readFileSync(file);
	} catch {
		return undefined;
	}
}

function writeCode(script, file) {
	writeFileSync(`${file}.new`, script.createCachedData());
	renameSync(`${file}.new`, file);
}

runBundle('BUNDLE');
