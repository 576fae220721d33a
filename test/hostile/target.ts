import type { Random } from '../chaos/engine/random.ts'

export type HeaderLines = readonly (readonly [name: string, value: string])[]

/** An endpoint of the ingress, as somebody who has its credentials sends to it. */
export interface Target {
  readonly path: string
  /** Headers that say what the body is. */
  readonly media: HeaderLines
  /** Headers that say who sends it, over the bytes of the body. */
  readonly credentials: (body: Buffer) => HeaderLines
  /** The same as `credentials`, of somebody who does not have the secret, or had it another time. */
  readonly forged: (random: Random, body: Buffer) => HeaderLines
  /** What the source would send; hostile bodies are made from it. */
  readonly sample: (random: Random) => unknown
  /** Such a value as a body. */
  readonly text: (value: unknown) => string
}
