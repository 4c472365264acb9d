import {fieldText} from '../filter/fields-of.ts';
import type {Operand} from '../filter/syntax.ts';
import {fieldsOfOperand} from '../filter/walk.ts';

/** The fields of an operand as written, those inside transformers too. */
export const fieldTexts = (operand: Operand): string[] => fieldsOfOperand(operand).map(fieldText);
