import type {Alert} from '../alerts/alert.ts';
import {alertJson, type JsonOptions, noticeJson} from '../alerts/json.ts';
import {alertText, type Notice, noticeText} from '../alerts/text.ts';
import type {ConfigValues} from '../config/config.ts';

/** The lines that outputs carry, in the form the configuration asks for. */
export interface AlertLines {
	alert(alert: Alert): string;
	/** What the program says of itself. */
	notice(notice: Notice): string;
}

export function createAlertLines(config: ConfigValues): AlertLines {
	const timeFormatIso8601 = config.time_format_iso_8601;
	if (!config.json_output) {
		return {alert: (alert) => alertText(alert, {timeFormatIso8601}), notice: (notice) => noticeText(notice, {timeFormatIso8601})};
	}
	const options: JsonOptions = {
		timeFormatIso8601,
		includeOutput: config.json_include_output_property,
		includeMessage: config.json_include_message_property,
		includeOutputFields: config.json_include_output_fields_property,
		includeTags: config.json_include_tags_property,
	};
	return {alert: (alert) => alertJson(alert, options), notice: (notice) => noticeJson(notice, options)};
}
