import type { Unusable } from './canonical.ts'

/** A body that was decoded: its value, and its text as it was sent (decompressed). */
export interface Body {
  readonly value: unknown
  readonly text: string
}

/** One item of a body. Made with `wholeBody` or `arrayItems` (items.ts). */
export interface Item {
  readonly value: unknown
  /** As it was sent, for dead letters. May be worked out only when it is asked for. */
  readonly text: string
  /** Where it is in the body, as a JSON pointer: '' for the whole, /events/3 for one of a list. */
  readonly pointer: string
  /** Where in the body that is which a fault's pointer names; null where it is not in the body. Without it, the fault's pointer goes on from `pointer`. */
  readonly placeOf?: (faultPointer: string) => string | null
  /** Its line in the body, from 1, where the body is no JSON but lines of it. */
  readonly line?: number
}

/** An item that cannot be used, with its place in the request. */
export interface Rejected extends Unusable {
  readonly index: number
  readonly item: Item
}
