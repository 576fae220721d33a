import { aligned, counted, jsonLine, printable } from '../printing.ts'
import { iso, since } from '../times.ts'
import type { VerbContext } from '../verb-context.ts'
import { destinationOf } from './destination.ts'
import { lettersOf, namedIn, type LetterFilter } from './letter-filter.ts'
import { wordsOf, type Letter } from './letter.ts'
import { redrivenOf, type Redriven } from './redriven.ts'

export interface ListOptions extends LetterFilter {
  /** How many are listed: the newest. */
  readonly limit: number
  readonly json: boolean
}

interface Kept {
  readonly letter: Letter
  readonly value: Buffer | null
}

/** Lists dead letters: how many of which kind, and the newest, the newest last. */
export async function deadLettersList(context: VerbContext, options: ListOptions): Promise<boolean> {
  const { topology, say, clock } = context
  if (options.destination !== undefined) destinationOf(topology, options.destination)
  const newest = new Newest(options.limit)
  const counts = new Map<string, { row: readonly [string, string]; count: number }>()
  for await (const { letter, record } of lettersOf(context, options)) {
    newest.add({ letter, value: record.value && Buffer.from(record.value) })
    const row = [letter.stage, wordsOf(letter.reason).join(': ')] as const
    const known = counts.get(row.join(' ')) ?? { row, count: 0 }
    counts.set(row.join(' '), { row, count: known.count + 1 })
  }
  const redriven = await redrivenOf(context)
  const total = [...counts.values()].reduce((sum, { count }) => sum + count, 0)
  if (!options.json) for (const line of countLines(total, [...counts.values()], newest.taken().length)) say(line)
  for (const { letter, value } of newest.taken()) {
    const named = await namedIn(context, value)
    const back = redriven.get(letter.id)
    if (options.json) say(jsonLine(jsonOf(letter, named, back)))
    else for (const line of linesOf(letter, named.deliveryId ?? named.eventId, back, clock.now())) say(line)
  }
  return total > 0
}

function countLines(
  total: number,
  counts: readonly { readonly row: readonly [string, string]; readonly count: number }[],
  listed: number,
): string[] {
  if (total === 0) return ['there are no such dead letters']
  const rows = [...counts]
    .sort((a, b) => b.count - a.count || a.row.join(' ').localeCompare(b.row.join(' ')))
    .map(({ row: [stage, words], count }) => [count.toLocaleString('en'), printable(stage), printable(words)])
  const which = listed < total ? `the newest ${listed}, the newest last` : 'the newest last'
  return [counted(total, 'dead letter'), ...aligned(rows), '', `${which}:`]
}

function linesOf(letter: Letter, about: string | undefined, back: Redriven | undefined, now: number): string[] {
  const { id, at, stage, reason, attempts, key } = letter
  const what = [key === null ? 'no key' : `key ${key}`, ...(about === undefined ? [] : [about])]
  return [
    `${id}  ${stage}  ${since(at, now)}  ${printable(what.join(', '))}`,
    `  ${printable(reason)}${attempts === null ? '' : ` (${counted(attempts, 'attempt')})`}`,
    ...(back ? [`  redriven by ${printable(back.by)} ${since(back.at, now)}`] : []),
  ]
}

/** A letter as a line of JSON has it. */
export const jsonOf = (letter: Letter, named: object, back: Redriven | undefined) => ({
  ...letter,
  at: iso(letter.at),
  timestamp: iso(letter.timestamp),
  ...named,
  redriven: back ? { by: back.by, at: iso(back.at) } : null,
})

/** The letters that were written last, as many as are wanted. */
class Newest {
  readonly #limit: number
  #kept: Kept[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  add(kept: Kept): void {
    this.#kept.push(kept)
    if (this.#kept.length > this.#limit * 2 + 1_000) this.#kept = this.taken()
  }

  /** The oldest first. */
  taken(): Kept[] {
    return this.#kept.sort((a, b) => a.letter.at - b.letter.at || a.letter.offset - b.letter.offset).slice(-this.#limit)
  }
}
