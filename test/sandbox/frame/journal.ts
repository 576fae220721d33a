import { isArray, parseJson } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { Newest } from './newest.ts'
import type { Kept } from './newest.ts'

/** One call to the system, as it came and as it was answered. */
export interface CallRecord {
  /** By the true clock. */
  readonly atMs: number
  readonly method: string
  readonly path: string
  readonly query: string
  /** null: no answer was sent. */
  readonly status: number | null
  readonly fault?: string
  /** The sandbox took the data in, whatever the caller was told. */
  readonly applied: boolean
  /** Bytes are shown by their number alone. */
  readonly body: string | Buffer
  /** What the sandbox has to say about the call beside that. */
  readonly more: JsonObject | undefined
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

  record(call: CallRecord): void {
    this.#total += 1
    this.#calls.push({ ...call, lastSeq: ++this.#lastSeq, bytes: call.body.length })
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

function present({ lastSeq, atMs, method, path, query, status, fault, applied, body, more }: KeptCall) {
  const at = new Date(atMs).toISOString()
  const struck = fault !== undefined && { fault }
  const asked = query !== '' && { query }
  return { seq: lastSeq, at, atMs, method, path, ...asked, status, ...struck, applied, body: shown(body), ...more }
}

function shown(body: string | Buffer): unknown {
  if (typeof body !== 'string') return { bytes: body.length }
  if (body === '') return null
  const parsed = parseJson(body)
  return parsed === undefined ? body : parsed
}
