import { z } from 'zod'
import type { Body, ContentServer } from '../../systems/ecm/content-server.ts'
import { Halt, orInDoubt } from '../../transport/halt.ts'
import { childNamed } from './locate.ts'
import { nameTaken, outcomeOfRefusal } from '../../systems/ecm/outcome.ts'

const Created = z.object({ results: z.object({ data: z.object({ properties: z.object({ id: z.number() }) }) }) })

/** What came of making an item: its id, and whether it was there before. */
export interface Item {
  readonly id: number
  readonly isNew: boolean
}

/** Makes an item below a node, unless one of its name is there. Halts where neither comes about. */
export async function createItem(
  server: ContentServer,
  parent: number,
  name: string,
  body: () => Promise<Body>,
  signal: AbortSignal,
): Promise<Item> {
  const reply = await server.ask({ method: 'POST', path: '/v2/nodes', effect: 'item', body }, signal)
  if (reply.kind === 'ok') {
    const id = Created.safeParse(reply.json).data?.results.data.properties.id
    if (id === undefined) throw new Halt({ kind: 'inDoubt', reason: 'not_understood: what was made' })
    return { id, isNew: true }
  }
  if (!nameTaken.test(reply.error) && reply.status < 500) throw new Halt(outcomeOfRefusal(reply))
  // The server is done with the request, so its state tells what a 500 does not.
  const there = await orInDoubt(childNamed(server, parent, name, signal), reply.error)
  if (there !== undefined) return { id: there, isNew: false }
  throw new Halt(outcomeOfRefusal(reply))
}
