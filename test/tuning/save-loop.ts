import {saveLocalRules} from '../../src/tuning/save.ts';

// Saves two texts in turn until it is killed; says so before each save.
const [path, sizeText] = process.argv.slice(2);
const size = Number(sizeText);
const texts = ['a', 'b'].map((letter) => `# ${letter}\n${`# ${letter.repeat(78)}\n`.repeat(size)}# end ${letter}\n`);

for (let turn = 0; ; turn++) {
	process.stdout.write('.');
	await saveLocalRules({path, baseText: texts[turn % 2], newText: texts[(turn + 1) % 2], validate: () => undefined});
}
