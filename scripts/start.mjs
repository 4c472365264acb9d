// `npm start`: sets up what is not up to date, then runs falconer in this process with the arguments given.
import {setUpOrExit} from './setup.mjs';

setUpOrExit();
process.env.NODE_ENV ??= 'production';
await import(new URL('../dist/falconer.cjs', import.meta.url).href);
