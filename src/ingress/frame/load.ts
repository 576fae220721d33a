import { busy, Refused } from './problem.ts'

/** What one request holds of what a process may hold at once. */
export interface Share {
  /** Throws Refused where the process holds too many bytes with these. */
  readonly hold: (bytes: number) => void
  /** The body is there and its events go to Kafka. Throws Refused where too many requests do that. */
  readonly enter: () => void
  readonly release: () => void
}

/** Bounds what requests may hold together, so that a slow Kafka fills no memory: senders are told to come again instead. */
export class Load {
  readonly #maxBytes: number
  readonly #maxRequests: number
  #bytes = 0
  #requests = 0

  constructor(maxBytes: number, maxRequests: number) {
    this.#maxBytes = maxBytes
    this.#maxRequests = maxRequests
  }

  share(): Share {
    let held = 0
    let entered = 0
    return {
      hold: bytes => {
        if (this.#bytes + bytes > this.#maxBytes) throw new Refused(busy)
        this.#bytes += bytes
        held += bytes
      },
      enter: () => {
        if (this.#requests >= this.#maxRequests) throw new Refused(busy)
        this.#requests++
        entered++
      },
      release: () => {
        this.#bytes -= held
        this.#requests -= entered
        held = entered = 0
      },
    }
  }
}
