/** What a person does to a replay while it runs: its pace, and where in the recording it is. */
export class ReplayControl {
	/** Times the recorded pace; 0 = as fast as possible. */
	speed: number;
	/** A seek runs to this time of the recording, milliseconds since the epoch; undefined when none runs. */
	targetMs: number | undefined;
	/** The target lies behind: the file must be read from its beginning. */
	mustRestart = false;
	/** Grows when the pace must be taken anew. */
	version = 0;
	/** Times of the first and the last event, milliseconds since the epoch; undefined while unknown. */
	startMs: number | undefined;
	endMs: number | undefined;

	constructor(speed: number) {
		this.speed = speed;
	}

	get isSeeking(): boolean {
		return this.targetMs !== undefined;
	}

	/** Whether events are due as they come. */
	get isFast(): boolean {
		return this.speed === 0 || this.isSeeking;
	}

	setSpeed(speed: number): void {
		this.speed = speed;
		this.version++;
	}

	seek(targetMs: number, positionMs: number): void {
		this.targetMs = targetMs;
		this.mustRestart ||= targetMs < positionMs;
		this.version++;
	}

	/** The seek is over: from here on the pace counts again. */
	arrive(): void {
		this.targetMs = undefined;
		this.version++;
	}
}
