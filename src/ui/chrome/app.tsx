import {Box, Text} from 'ink';
import type {ReactElement} from 'react';
import {paintText, type StyleName, type Theme} from '../theme/theme.ts';
import {type ChromeModel, chromeHeight, type DialogModel, dialogHeight, type Tab} from './model.ts';

interface StyledProps {
	readonly theme: Theme;
	readonly style: StyleName;
	readonly text: string;
}

/** Colours are our theme's: they are in the text, Ink only lays it out. */
function Styled({theme, style, text}: StyledProps): ReactElement {
	return <Text wrap="truncate-end">{paintText(theme, style, text)}</Text>;
}

function Header({model}: {readonly model: ChromeModel}): ReactElement {
	const {theme, columns, liveWidth} = model;
	return (
		<Box width={Math.max(0, columns - liveWidth)} height={1} overflow="hidden">
			<Box flexShrink={0}>
				<Styled theme={theme} style="title" text={` ${model.title}`} />
			</Box>
			<Styled theme={theme} style="muted" text={`  ${model.subtitle}`} />
		</Box>
	);
}

function TabLabel({tab, theme}: {readonly tab: Tab; readonly theme: Theme}): ReactElement {
	return (
		<Box marginRight={2} flexShrink={0}>
			<Styled theme={theme} style={tab.isActive ? 'key' : 'faint'} text={`${tab.number} `} />
			<Styled theme={theme} style={tab.isActive ? 'strong' : 'muted'} text={tab.title} />
		</Box>
	);
}

function Tabs({model}: {readonly model: ChromeModel}): ReactElement {
	return (
		<Box width={model.columns} height={1} overflow="hidden" paddingX={1}>
			<Box flexShrink={0}>
				{model.tabs.map((tab) => (
					<TabLabel key={tab.number} tab={tab} theme={model.theme} />
				))}
			</Box>
			<Box flexGrow={1} justifyContent="flex-end">
				<Styled
					theme={model.theme}
					style={model.filter === '' ? 'faint' : 'match'}
					text={model.filter === '' ? '' : `filter: ${model.filter}`}
				/>
			</Box>
		</Box>
	);
}

function Dialog({dialog, theme, columns}: {readonly dialog: DialogModel; readonly theme: Theme; readonly columns: number}): ReactElement {
	return (
		<Box flexDirection="column" width={columns} height={dialogHeight(dialog)} flexShrink={0}>
			<Styled theme={theme} style="border" text={'─'.repeat(columns)} />
			<Styled theme={theme} style="title" text={` ${dialog.title}`} />
			{dialog.lines.map((line) => (
				<Styled key={line} theme={theme} style="text" text={` ${line}`} />
			))}
			{dialog.items.map((item) => (
				<Box key={item.key} marginLeft={2}>
					<Box width={6} flexShrink={0}>
						<Styled theme={theme} style="key" text={item.key} />
					</Box>
					<Styled theme={theme} style="text" text={item.label} />
				</Box>
			))}
		</Box>
	);
}

function Footer({model}: {readonly model: ChromeModel}): ReactElement {
	return (
		<Box width={model.columns} height={1} overflow="hidden" paddingLeft={1} flexShrink={0}>
			{model.footer.map((item) => (
				<Box key={item.id} marginRight={2} flexShrink={0}>
					<Styled theme={model.theme} style="key" text={item.key} />
					<Styled theme={model.theme} style="muted" text={` ${item.label}`} />
				</Box>
			))}
		</Box>
	);
}

/** Everything around the hot panes, in as many rows as it has itself: Ink's time goes by the cells it lays out. */
export function App({model}: {readonly model: ChromeModel}): ReactElement {
	return (
		<Box flexDirection="column" width={model.columns} height={chromeHeight(model)} overflow="hidden">
			<Header model={model} />
			<Tabs model={model} />
			{model.dialog === undefined ? null : <Dialog dialog={model.dialog} theme={model.theme} columns={model.columns} />}
			<Footer model={model} />
		</Box>
	);
}
