/** Requests by the API key that Kafka's protocol gives them. */
export const api = { Produce: 0, AddPartitionsToTxn: 24, EndTxn: 26, TxnOffsetCommit: 28 } as const
export type Api = keyof typeof api

/** One request as it goes over the wire: four bytes of length, then two of API key. */
export interface Frame {
  readonly apiKey: number
  readonly bytes: Buffer
}

/** Cuts a stream of requests into whole ones. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0)

  /** The requests that are complete with this piece. */
  take(piece: Buffer): Frame[] {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    const frames: Frame[] = []
    let at = 0
    while (this.#rest.length - at >= 6) {
      const end = at + 4 + this.#rest.readInt32BE(at)
      if (end > this.#rest.length) break
      frames.push({ apiKey: this.#rest.readInt16BE(at + 4), bytes: this.#rest.subarray(at, end) })
      at = end
    }
    this.#rest = this.#rest.subarray(at)
    return frames
  }
}
