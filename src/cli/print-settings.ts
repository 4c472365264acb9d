import {describeTables} from '../ui/settings/describe-views.ts';
import {settingsSample} from '../ui/settings/sample.ts';

/** What `--print-config` prints. */
export const printSettings = (): string => settingsSample(describeTables());
