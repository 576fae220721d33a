import type { Settings } from '../../../src/config.ts'
import type { Command, InDoubtWay, Outcome, Sink } from '../../../src/stream/define.ts'
import type { StartOptions } from '../../sandbox/start.ts'

/** A call that goes wrong at the sandbox, and what a sink has to make of it. */
export interface FaultCase {
  readonly name: string
  /** As `POST /_sandbox/faults` takes it. */
  readonly fault: Readonly<Record<string, unknown>>
  readonly outcome: Outcome['kind']
  /** Whether the command has taken effect at the sandbox all the same. */
  readonly applied: boolean
}

/** What the contract needs to know of a sink. Everything it does not know must be said: a case that a destination does not have is declared with its reason. */
export interface Profile {
  readonly sink: Sink
  /** What its sandbox is started with. */
  readonly sandbox: StartOptions
  /** The settings of the sink with its destination at `url`, calls given up after `timeoutMs`. */
  readonly settings: (url: string, timeoutMs: number) => Settings
  /** Without any of these settings it does not open. */
  readonly needs: readonly (keyof Settings)[]
  /** What must be in no outcome and no error. */
  readonly secrets: readonly string[]

  /** The command with this number for the subject with this number, of the kind that goes into the fullest calls. Its subject must exist at the sandbox. */
  readonly command: (subject: number, number: number) => Command
  /** One of another kind, that no call carries together with `command`'s; or why there is none. */
  readonly other: ((subject: number, number: number) => Command) | string
  /** One that no call should carry. */
  readonly refused: (subject: number, number: number) => Command
  /** The most that a call holds: commands, and bytes of a body; `large` is a command of which few fill a call, or why no size fills one. */
  readonly most: number
  readonly mostBytes: number
  readonly large: ((subject: number, number: number) => Command) | string

  readonly way: InDoubtWay
  /** How many times the sandbox took the command's effect in. */
  readonly applied: (effects: Effects, command: Command) => Promise<number>

  /** Narrows every fault to the call that carries commands, where others go before it, such as a log-in. */
  readonly aim: Readonly<Record<string, unknown>>
  /** Cases of the common list that mean something else here, by name; a text: why there is no such case. */
  readonly differs: Readonly<Record<string, Partial<FaultCase> | string>>
  /** Cases of this destination alone. */
  readonly faults: readonly FaultCase[]
  /** What a destination that is no sandbox has to answer to let a call come to the point, such as a log-in: by path, JSON. */
  readonly admission: readonly { readonly path: RegExp; readonly body: unknown }[]
}

/** What took effect at a sandbox. */
export interface Effects {
  /** By kind, by subject, or all; oldest first. */
  list(wanted?: { kind?: string; subject?: string }): Promise<readonly Effect[]>
  /** A control of the sandbox's own, below /_sandbox. */
  get(path: string): Promise<unknown>
}

export interface Effect extends Readonly<Record<string, unknown>> {
  readonly kind: string
  readonly subject: string | null
  readonly id: string | null
}
