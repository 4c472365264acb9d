import {saveLocalRules} from '../../src/tuning/save.ts';

const [path, baseText, newText] = process.argv.slice(2);
await saveLocalRules({path, baseText, newText, validate: () => undefined});
