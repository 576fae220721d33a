/** A transactional send, kept under the id that its caller gave it. */
export interface ExternalSend {
  readonly atMs: number
  readonly answer: Readonly<Record<string, unknown>>
}

const keptMs = 24 * 60 * 60 * 1000

/** Sends by campaign and `external_send_id`, each for 24 hours: the one idempotency key that Braze documents. */
export class ExternalSends {
  readonly #sends = new Map<string, ExternalSend>()

  find(campaign: string, id: string, nowMs: number): ExternalSend | undefined {
    const send = this.#sends.get(key(campaign, id))
    return send && nowMs < send.atMs + keptMs ? send : undefined
  }

  keep(campaign: string, id: string, send: ExternalSend): void {
    this.#forgetOld(send.atMs)
    this.#sends.delete(key(campaign, id))
    this.#sends.set(key(campaign, id), send)
  }

  clear(): void {
    this.#sends.clear()
  }

  /** The map is in the order of keeping, so the old ones come first. */
  #forgetOld(nowMs: number): void {
    for (const [id, { atMs }] of this.#sends) {
      if (nowMs < atMs + keptMs) return
      this.#sends.delete(id)
    }
  }
}

function key(campaign: string, id: string): string {
  return JSON.stringify([campaign, id])
}
