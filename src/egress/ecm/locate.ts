import { z } from 'zod'
import { form, type ContentServer } from '../../systems/ecm/content-server.ts'
import { Halt } from '../../transport/halt.ts'
import type { BusinessObject, Place } from './place.ts'

const Workspace = z.object({ data: z.object({ properties: z.object({ id: z.number() }) }) })
/** One workspace, or a list of them: both have been seen. */
const Found = z.object({ results: z.union([Workspace, z.array(Workspace)]) })
const Names = z.object({ results: z.array(z.object({ id: z.number(), name: z.string() })) })

/** The node of a place. Halts with not_found where a part of it is not there. */
export async function nodeAt(server: ContentServer, { from, path }: Place, signal: AbortSignal): Promise<number> {
  let node = typeof from === 'number' ? from : await workspaceOf(server, from, signal)
  for (const folder of path) {
    const below = await childNamed(server, node, folder, signal)
    if (below === undefined) throw notFound(`no "${folder}" below ${node}`)
    node = below
  }
  return node
}

/** The id of the item of that name directly below a node; undefined where the name is free. */
export async function childNamed(
  server: ContentServer,
  parent: number,
  name: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const body = form([['body', JSON.stringify({ parent_id: parent, names: [name] })]])
  const path = '/v1/validation/nodes/names'
  const answer = await server.demand({ method: 'POST', path, effect: 'none', body }, signal)
  const taken = Names.safeParse(answer).data?.results
  if (!taken) throw new Halt({ kind: 'retry', reason: 'not_understood: which names are taken', afterMs: null })
  // Names differ in more than the case of their letters.
  return taken.find(one => one.name.toLowerCase() === name.toLowerCase())?.id
}

async function workspaceOf(server: ContentServer, key: BusinessObject, signal: AbortSignal): Promise<number> {
  const [system, type, id] = [key.externalSystem, key.type, key.id].map(encodeURIComponent)
  const path = `/v2/externalsystems/${system ?? ''}/botypes/${type ?? ''}/boids/${id ?? ''}`
  const results = Found.safeParse(await server.demand({ method: 'GET', path, effect: 'none' }, signal)).data?.results
  const workspace = Array.isArray(results) ? results[0] : results
  if (!workspace) throw notFound(`no workspace of ${key.externalSystem} ${key.type} ${key.id}`)
  return workspace.data.properties.id
}

const notFound = (what: string): Halt => new Halt({ kind: 'rejected', reason: `not_found: ${what}`.slice(0, 500) })
