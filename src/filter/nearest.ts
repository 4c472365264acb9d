/** The candidates that are probably meant by a misspelt word, best first. */
export {nearNames as nearest} from '../fields/near-names.ts';
