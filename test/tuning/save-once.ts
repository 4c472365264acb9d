import {saveLocalRules} from '../../src/tuning/save.ts';
import {SaveFailure} from '../../src/tuning/save-failure.ts';

const [path, baseText, newText] = process.argv.slice(2);
try {
	await saveLocalRules({path, baseText, newText, validate: () => undefined});
	process.stdout.write('saved');
} catch (error) {
	process.stdout.write(error instanceof SaveFailure ? error.code : String(error));
}
