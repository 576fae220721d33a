import { z } from 'zod'
import type { Outcome } from '../../stream/define.ts'
import { json, type ContentServer } from '../../systems/ecm/content-server.ts'
import { outcomeOfItem, outcomeOfRefusal } from '../../systems/ecm/outcome.ts'
import type { UpsertWorkspace } from './request.ts'

const Item = z.object({ id: z.union([z.number(), z.string()]).nullish(), error_message: z.string().nullish() })
/** One per item, in their order. */
const Items = z.union([z.array(Item), z.object({ results: z.array(Item) }).transform(({ results }) => results)])

/** Creates or updates the workspaces in one call. It tells for each what became of it; where it is refused as a whole, they go one by one. */
export async function upsertWorkspaces(
  server: ContentServer,
  works: readonly UpsertWorkspace[],
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const body = json(`{"bws_infos":[${works.map(work => work.json).join(',')}]}`)
  const request = { method: 'PUT', path: '/v2/businessworkspaces', effect: 'state', body } as const
  const reply = await server.ask(request, signal)
  if (reply.kind === 'ok') return outcomesOfItems(reply.json, works.length)
  const outcome = works.length > 1 ? refusedTogether(reply.error) : outcomeOfRefusal(reply)
  return works.map(() => outcome)
}

/** Pure. */
export function outcomesOfItems(answer: unknown, count: number): readonly Outcome[] {
  const items = Items.safeParse(answer).data ?? []
  const unclear: Outcome = { kind: 'inDoubt', reason: `not_understood: ${items.length} answers to ${count} workspaces` }
  if (items.length !== count) return Array.from({ length: count }, () => unclear)
  return items.map(({ id, error_message: message }): Outcome =>
    message ? outcomeOfItem(message) : { kind: 'delivered', destinationId: id == null ? null : String(id) },
  )
}

const refusedTogether = (error: string): Outcome => ({ kind: 'again', reason: `split: ${error}`.slice(0, 500) })
