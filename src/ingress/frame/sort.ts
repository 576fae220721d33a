import type { Publication, Refusal } from '../../stream/define.ts'
import type { Arrival, Canonical } from './canonical.ts'
import type { Endpoint, OpenEndpoint } from './endpoint.ts'
import type { Item, Rejected } from './item.ts'
import type { Fault } from './fault.ts'
import { holdsHalfPair, mayHoldHalfPairs } from './json.ts'
import type { Unpacked } from './unpack.ts'

/** An item with the records it becomes. */
export interface Accepted {
  readonly index: number
  readonly item: Item
  readonly publications: readonly Publication[]
}

/** What the items of a request become, each list in their order. */
export interface Sorted {
  readonly accepted: readonly Accepted[]
  readonly rejected: readonly Rejected[]
}

/** Every item in our words: the good ones do not depend on the bad. `notUnderstood` hears of a defect of ours. */
export function sort(
  { canonical }: Pick<OpenEndpoint, 'canonical'>,
  { items, text }: Unpacked,
  arrival: Arrival,
  notUnderstood: (error: unknown) => void,
): Sorted {
  const accepted: Accepted[] = []
  const rejected: Rejected[] = []
  const arrived = new Map<string, number>()
  const mayHoldHalf = mayHoldHalfPairs(text)
  for (const [index, item] of items.entries()) {
    let found: Canonical
    // One item that brings our code to fall must not cost its neighbours, nor make the sender repeat the request for ever.
    try {
      found = stepped(canonical, item, arrival, arrived)
    } catch (error) {
      notUnderstood(error)
      found = fell
    }
    const result = mayHoldHalf && holdsHalfPair(item.value) ? withHalfPair(found) : found
    if (result.ok) accepted.push({ index, item, publications: result.publications })
    else rejected.push({ ...result, index, item })
  }
  return { accepted, rejected }
}

/** The records of a request, in the order of its items. */
export function publicationsOf({ accepted }: Sorted): readonly Publication[] {
  const all: Publication[] = []
  for (const { publications } of accepted) for (const publication of publications) all.push(publication)
  return all
}

/** The same without the item that this publication is of: a value of ours does not fit its schema, and its neighbours shall not wait for it. */
export function without({ accepted, rejected }: Sorted, unfit: Publication, detail: string): Sorted {
  const isUnfit = ({ publications }: Accepted) => publications.includes(unfit)
  const moved = accepted.filter(isUnfit).map(({ index, item }): Rejected => {
    const id = unfit.headers['ce_id'] ?? null
    return { ok: false, word: 'not_understood', id, subject: unfit.key, faults: [{ pointer: '', detail }], index, item }
  })
  return {
    accepted: accepted.filter(item => !isUnfit(item)),
    rejected: [...rejected, ...moved].sort((a, b) => a.index - b.index),
  }
}

/** `arrived`: how many of each key were taken to have happened at arrival. */
function stepped(
  canonical: OpenEndpoint['canonical'],
  { value }: Item,
  arrival: Arrival,
  arrived: Map<string, number>,
): Canonical {
  const first = canonical(value, arrival)
  if (!first.ok || first.happenedAtArrival !== true) return first
  const key = first.publications[0]?.key ?? ''
  const before = arrived.get(key) ?? 0
  arrived.set(key, before + 1)
  return before === 0 ? first : canonical(value, { ...arrival, now: arrival.now + before })
}

const fell: Canonical = {
  ok: false,
  word: 'not_understood',
  id: null,
  subject: null,
  faults: [{ pointer: '', detail: 'could not be understood: the log says why' }],
}

const halfPair: Fault = { pointer: '', detail: 'holds half of a surrogate pair, which is no Unicode text' }

function withHalfPair(canonical: Canonical): Canonical {
  if (!canonical.ok) return { ...canonical, faults: [...canonical.faults, halfPair] }
  const [publication] = canonical.publications
  const id = publication?.headers['ce_id'] ?? null
  return { ok: false, word: 'invalid_event', id, subject: publication?.key ?? null, faults: [halfPair] }
}

/** A subject that is too long to be one is no key either. */
const longestKey = 255

/** The rejected items for the dead letters: each as it was sent, with what is wrong. */
export const refusalsOf = ({ source, topics }: Endpoint, rejected: readonly Rejected[]): readonly Refusal[] =>
  rejected.map(({ word, subject, faults, item }) => ({
    topic: topics[0],
    stage: `ingress.${source}`,
    key: subject !== null && subject !== '' && subject.length <= longestKey ? subject : null,
    bytes: Buffer.from(item.text),
    reason: `${word}: ${faults.map(({ pointer, detail }) => `${pointer} ${detail}`.trim()).join('; ')}`,
  }))
