import type { Metrics } from '../../metrics.ts'

type Result = 'accepted' | 'rejected' | 'unavailable'

/** The counters of one source. */
export interface Counters {
  readonly events: (result: Result, events: number) => void
  readonly bytes: (bytes: number) => void
}

/** Counters by what metrics call the source. Each is looked up once: finding it by its labels costs more than counting. */
export function countersOf(metrics: Metrics): (source: string) => Counters {
  const known = new Map<string, Counters>()
  return source => {
    let counters = known.get(source)
    if (!counters) known.set(source, (counters = bind(metrics, source)))
    return counters
  }
}

function bind({ ingressEvents, ingressBytes }: Metrics, source: string): Counters {
  const of = (result: Result) => ingressEvents.labels({ source, result })
  const results = { accepted: of('accepted'), rejected: of('rejected'), unavailable: of('unavailable') }
  const received = ingressBytes.labels({ source })
  return { events: (result, events) => results[result].inc(events), bytes: bytes => received.inc(bytes) }
}
