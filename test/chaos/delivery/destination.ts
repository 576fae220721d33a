import type { RecordSchema } from '../../../schemas/record.ts'
import type { InDoubtWay, Sink } from '../../../src/stream/define.ts'
import type { StartOptions } from '../../sandbox/start.ts'
import type { Planned } from './plan.ts'

/** Something that took effect at the receiver, as it shows it. */
export interface Effect {
  readonly seq: number
  readonly kind: string
  readonly subject: string | null
  readonly id: string | null
  readonly [more: string]: unknown
}

/** What an effect is of. */
export interface Applied extends Planned {
  /** once: it may be there once. state: it may be there again, and the last of its `slot` must be the newest. */
  readonly kind: 'once' | 'state'
  /** What the effect sets, or a stream of effects whose order the receiver keeps. */
  readonly slot: string
}

/** A command as it is written. */
export interface Written {
  readonly schema: RecordSchema
  readonly value: object
}

/** A fault of the sandbox, beside those that all have: its words and what is posted for it. */
export interface SandboxFault {
  readonly name: string
  readonly fault?: Readonly<Record<string, unknown>>
  /** Settings of the sandbox meanwhile. */
  readonly settings?: object
}

/** A destination as the run sees it: what is written, what the sandbox needs for it, and how its effects are read. */
export interface Destination {
  readonly name: string
  readonly sink: Sink
  readonly way: InDoubtWay
  /** Commands of one call at most, and calls under way at once in a process. */
  readonly mostPerCall: number
  readonly concurrency: number
  /** The longest that one call takes, all its requests together. */
  readonly longestCallMs: number
  readonly sandbox: StartOptions
  /** Settings of the deliver processes; `folder` is theirs alone. */
  readonly env: (url: string, folder: string) => Record<string, string>
  /** The nth command that is written, from 0. */
  readonly command: (planned: Planned, n: number) => Written
  /** How the command takes effect. */
  readonly expected: (planned: Planned, n: number) => Omit<Applied, keyof Planned>
  /** Undefined where the effect is a consequence of another. */
  readonly applied: (effect: Effect) => Planned | undefined
  readonly faults: readonly SandboxFault[]
}

export interface DestinationOptions {
  readonly plan: readonly Planned[]
  /** When the first command's event happened, ms since 1970. */
  readonly beginMs: number
}
