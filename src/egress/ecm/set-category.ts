import { z } from 'zod'
import type { Outcome } from '../../stream/define.ts'
import { form, type ContentServer } from '../../systems/ecm/content-server.ts'
import { Halt } from '../../transport/halt.ts'
import { nodeAt } from './locate.ts'
import { outcomeOfRefusal } from '../../systems/ecm/outcome.ts'
import type { CategoryWrite, SetCategory } from './request.ts'

/** Others may write at the same time: so often the values are read again before the command has to wait. */
const mostConflicts = 3

const Values = z.record(z.string(), z.unknown())
/** What the form of a category says: the values by key, and the token below the key of attribute 1. */
const Form = z.union([
  z.object({ forms: z.array(z.object({ data: Values })).min(1) }).transform(({ forms }) => forms[0]?.data ?? {}),
  z.object({ data: Values }).transform(({ data }) => data),
])
const Token = z.object({ metadata_token: z.string().min(1) })

/** What a category of a node holds: undefined where the node does not have it. */
type Current = Readonly<Record<string, unknown>>
/** What ends a write before it: the outcome it has then. */
type Check = (current: Current) => Outcome | undefined

/** Sets attributes; where a newer write is there already, that one stays. */
export async function setCategory(server: ContentServer, work: SetCategory, signal: AbortSignal): Promise<Outcome> {
  let node: number
  try {
    node = await nodeAt(server, work.place, signal)
  } catch (error) {
    const ended = work.whereThere ? nothingThere(error) : undefined
    if (!ended) throw error
    return ended
  }
  const keptNewer = (current: Current): Outcome | undefined => {
    const newer = newerWrite(work, current)
    if (newer === undefined) return undefined
    return { kind: 'delivered', destinationId: String(node), note: `kept_newer: the values of ${newer}` }
  }
  return (
    (await writeCategory(server, node, work, signal, keptNewer)) ?? { kind: 'delivered', destinationId: String(node) }
  )
}

/** What a write ends with that is meant only for a node that is there. */
function nothingThere(error: unknown): Outcome | undefined {
  if (!(error instanceof Halt) || error.outcome.kind !== 'rejected') return undefined
  const { reason } = error.outcome
  return reason.startsWith('not_found') ? { kind: 'delivered', destinationId: null, note: reason } : undefined
}

/** Sets attributes under the token that was read with them; a category that the node lacks is put on it. Halts where it cannot. */
export async function writeCategory(
  server: ContentServer,
  node: number,
  write: CategoryWrite,
  signal: AbortSignal,
  check: Check = () => undefined,
): Promise<Outcome | undefined> {
  let conflict = 'others write it all the time'
  for (let conflicts = 0; conflicts <= mostConflicts; conflicts++) {
    const current = await readCategory(server, node, write.categoryId, signal)
    const ended = current && check(current)
    if (ended) return ended
    const reply = await server.ask(current ? update(node, write, current) : apply(node, write), signal)
    if (reply.kind === 'ok') return undefined
    const isRace = reply.status === 409 || (!current && /already exists/i.test(reply.error))
    if (!isRace) throw new Halt(outcomeOfRefusal(reply))
    conflict = reply.error
  }
  throw new Halt({ kind: 'retry', reason: `edit_conflict: ${conflict}`.slice(0, 500), afterMs: null })
}

/** The time of the write that is there, where it is newer than this one. Undefined also where nobody has kept it. */
function newerWrite({ writtenAt, writtenAtKey }: SetCategory, current: Current): string | undefined {
  const kept = writtenAtKey === null ? undefined : current[writtenAtKey]
  if (typeof kept !== 'string') return undefined
  // A time without a zone is read as UTC: what this sink writes has one, and a text attribute keeps it.
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(kept) ? kept : `${kept}Z`)
  return at > writtenAt ? kept : undefined
}

/** Values and token in one answer: nobody can write between the two. */
async function readCategory(
  server: ContentServer,
  node: number,
  category: number,
  signal: AbortSignal,
): Promise<Current | undefined> {
  const path = `/v1/forms/nodes/categories/update?id=${node}&category_id=${category}`
  const reply = await server.ask({ method: 'GET', path, effect: 'none' }, signal)
  // Refused where the node lacks the category, and where there is no such node: applying it tells which.
  return reply.kind === 'ok' ? Form.safeParse(reply.json).data : undefined
}

const update = (node: number, { categoryId, fields }: CategoryWrite, current: Current) => {
  const token = Token.safeParse(current[`${categoryId}_1`]).data
  const slot: [string, string][] = token ? [[`${categoryId}_1`, JSON.stringify(token)]] : []
  const path = `/v2/nodes/${node}/categories/${categoryId}/`
  return { method: 'PUT', path, effect: 'state', body: form([...slot, ...fields]) } as const
}

const apply = (node: number, { categoryId, fields }: CategoryWrite) => {
  const body = form([['category_id', String(categoryId)], ...fields])
  return { method: 'POST', path: `/v2/nodes/${node}/categories`, effect: 'state', body } as const
}
