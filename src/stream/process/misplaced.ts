import { headerOf, type RecordCursor, type RecordReading } from '../../kafka/index.ts'
import { sourceAt } from './record-plan.ts'

/** Records of a topic and source that lay on a partition that their key does not belong to. */
export interface Misplaced {
  readonly topic: string
  readonly source: string
  readonly records: number
}

/** Sources are told apart up to so many, by so much of their names: metrics must not grow with what somebody sends. */
const mostSources = 100
const longestName = 100

/** Counts misplaced records from commit to commit, so that what is taken back is not counted twice. */
export class MisplacedCounts {
  #counts = new Map<string, Map<string, number>>()
  readonly #sources = new Set<string>()

  add(topic: string, source: string, records = 1): void {
    let sources = this.#counts.get(topic)
    if (!sources) this.#counts.set(topic, (sources = new Map<string, number>()))
    const name = this.#bounded(source.slice(0, longestName))
    sources.set(name, (sources.get(name) ?? 0) + records)
  }

  /** What was counted since the last call. */
  take(): Misplaced[] {
    const taken = [...this.#counts].flatMap(([topic, sources]) =>
      [...sources].map(([source, records]) => ({ topic, source, records })),
    )
    this.#counts = new Map()
    return taken
  }

  #bounded(source: string): string {
    if (this.#sources.size < mostSources) this.#sources.add(source)
    return this.#sources.has(source) ? source : 'other'
  }
}

/** Who says to have written the record: its field `source`, else the header of CloudEvents. `reading`: of the record that was located last, where its fields were located. */
export function sourceOf(cursor: RecordCursor, reading: RecordReading | undefined): string {
  const start = reading?.locator.kindOf(sourceAt) === 'string' ? (reading.locator.starts[sourceAt] ?? -1) : -1
  const field = start < 0 ? '' : cursor.bytes.toString('utf8', start, reading?.locator.ends[sourceAt] ?? start)
  return field || String(headerOf(cursor.headers, 'ce_source')?.[1] ?? '') || 'unknown'
}
