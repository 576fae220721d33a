import { isArray, parseJson } from '../json.ts'
import { Newest } from '../newest.ts'
import type { Kept } from '../newest.ts'
import type { ObjectCounts } from './object-kinds.ts'

/** One call to the Braze API, as it came and as it was answered. */
export interface CallRecord {
  readonly atMs: number
  readonly method: string
  readonly path: string
  /** null: no answer was sent. */
  readonly status: number | null
  /** Objects received, applied or not. */
  readonly objects: ObjectCounts
  readonly bodyText: string
  readonly fault?: string
  /** The sandbox took the data in, whatever the caller was told. */
  readonly applied: boolean
}

type KeptCall = CallRecord & Kept

const maxCalls = 200_000
const maxBytes = 256 * 1024 * 1024

/** Remembers the newest calls, and the count of all of them by method, path and status. */
export class Journal {
  readonly #calls = new Newest<KeptCall>(maxCalls, maxBytes)
  #counts = new Map<string, number>()
  #total = 0
  #lastSeq = 0

  record(call: CallRecord, bytes: number): void {
    this.#total += 1
    this.#calls.push({ ...call, lastSeq: ++this.#lastSeq, bytes })
    const row = JSON.stringify([call.method, call.path, call.status])
    const key = this.#counts.size < 1000 || this.#counts.has(row) ? row : '["*","(other)",null]'
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  /** One page, oldest first. `next` is the `since` of the page after it, null when there is none yet. */
  page({ since, limit, path }: { since: number; limit: number; path?: string | undefined }) {
    const calls = []
    let next: number | null = null
    for (const call of this.#calls.after(since)) {
      if (path !== undefined && call.path !== path) continue
      if (calls.length === limit) {
        next = calls.at(-1)?.seq ?? since
        break
      }
      calls.push(present(call))
    }
    return { ...this.#extent(), next, calls }
  }

  summary() {
    const rows = [...this.#counts].map(([row, count]) => ({ row: parseJson(row), count }))
    const byPath = rows.flatMap(({ row, count }) => {
      const [method, path, status] = isArray(row) ? row : []
      return { method, path, status, count }
    })
    return { ...this.#extent(), lastSeq: this.#lastSeq, byPath }
  }

  clear(): void {
    this.#calls.clear()
    this.#counts = new Map()
    this.#total = 0
  }

  #extent() {
    const kept = this.#calls.size
    return { total: this.#total, kept, forgotten: this.#total - kept, cap: { calls: maxCalls, bytes: maxBytes } }
  }
}

function present({ lastSeq, atMs, method, path, status, objects, bodyText, fault, applied }: KeptCall) {
  const parsed = parseJson(bodyText)
  const body = bodyText === '' ? null : parsed === undefined ? bodyText : parsed
  const at = new Date(atMs).toISOString()
  return { seq: lastSeq, at, atMs, method, path, status, objects, body, ...(fault && { fault }), applied }
}
