import { z } from 'zod'
import type { Command } from '../../stream/define.ts'
import { workOf, type UpsertWorkspace, type Work } from './request.ts'

/** What the next call carries: one piece of work, or several workspaces. */
export interface Chosen {
  readonly refused: readonly { readonly at: number; readonly reason: string }[]
  readonly chosen: readonly number[]
  readonly work: Exclude<Work, UpsertWorkspace> | readonly UpsertWorkspace[] | undefined
}

/** No limit is documented; this is held in memory and read by the server as one. */
const mostBytes = 1_000_000

/** Pure. The first command that is not refused decides; workspaces take the workspaces behind it with them, each once, `mostWorkspaces` at most. */
export function choose(commands: readonly Command[], mostWorkspaces: number): Chosen {
  const refused: { at: number; reason: string }[] = []
  const batch = new WorkspaceBatch(mostWorkspaces)
  for (const [at, command] of commands.entries()) {
    if (batch.isFull) break
    const work = workOf(command)
    if ('refusal' in work) refused.push({ at, reason: work.refusal })
    else if (work.operation === 'upsert-workspaces') batch.offer(at, subjectOf(command), work)
    else if (batch.works.length === 0) return { refused, chosen: [at], work }
    else batch.pass(subjectOf(command))
  }
  return { refused, chosen: batch.chosen, work: batch.works.length > 0 ? batch.works : undefined }
}

class WorkspaceBatch {
  readonly chosen: number[] = []
  readonly works: UpsertWorkspace[] = []
  readonly #most: number
  readonly #keys = new Set<string>()
  /** Subjects that wait for another call. */
  readonly #passed = new Set<string>()
  #bytes = 0

  constructor(most: number) {
    this.#most = most
  }

  get isFull(): boolean {
    return this.works.length >= this.#most || this.#bytes >= mostBytes
  }

  offer(at: number, subject: string, work: UpsertWorkspace): void {
    const bytes = Buffer.byteLength(work.json)
    const fits = this.works.length === 0 || this.#bytes + bytes <= mostBytes
    // Nothing is said of the order in which the items of one call are applied.
    if (this.#passed.has(subject) || this.#keys.has(work.key) || !fits) {
      this.pass(subject)
      return
    }
    this.chosen.push(at)
    this.works.push(work)
    this.#keys.add(work.key)
    this.#bytes += bytes
  }

  pass(subject: string): void {
    this.#passed.add(subject)
  }
}

const Subject = z.object({ subject: z.string() })
const subjectOf = ({ value }: Command): string => Subject.safeParse(value).data?.subject ?? ''
