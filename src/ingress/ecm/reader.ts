import { z } from 'zod'
import type { ContentServer } from '../../systems/ecm/content-server.ts'
import { isNotThere, outcomeOfRefusal } from '../../systems/ecm/outcome.ts'
import { bounded } from '../../transport/failed-call.ts'
import { Halt } from '../../transport/halt.ts'
import type { Reply } from '../../transport/reply.ts'
import { CategoryEntry } from './attributes.ts'
import { BusinessAnswer, pageOf, type Business, type Page } from './listed.ts'
import type { Pace } from '../../transport/pace.ts'
import type { ServerDates } from './server-dates.ts'
import { versionsOf, type Version } from './versions.ts'

const Info = z.object({ server: z.object({ current_date: z.string() }) })
const Types = z.object({
  results: z.array(
    z.object({ data: z.object({ properties: z.object({ wksp_type_id: z.int(), wksp_type_name: z.string() }) }) }),
  ),
})
const Categories = z.object({ results: z.array(CategoryEntry) })
const Node = z.object({
  results: z.object({ data: z.object({ properties: z.object({ parent_id: z.int().nullish() }) }) }),
})

/** Content Server refuses to show one node, for a reason that is not its absence. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** What the poller asks Content Server. Nothing of it changes anything. Each call throws Halt where the server cannot be asked, or says what nobody understands. */
export class Reader {
  readonly #server: Pick<ContentServer, 'ask'>
  readonly #pace: Pace
  readonly #dates: ServerDates
  readonly #limit: number
  /** Requests since the start. */
  requests = 0

  constructor(server: Pick<ContentServer, 'ask'>, pace: Pace, dates: ServerDates, limit: number) {
    this.#server = server
    this.#pace = pace
    this.#dates = dates
    this.#limit = limit
  }

  /** The server's clock. */
  async now(signal: AbortSignal): Promise<number> {
    const answer = await this.#demand('/v1/serverinfo', signal)
    const now = this.#dates.instantOf(Info.safeParse(answer).data?.server.current_date)
    return now ?? notUnderstood('current_date of /v1/serverinfo')
  }

  /** The ids of the types of workspaces by their names. */
  async types(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const answer = Types.safeParse(await this.#demand('/v2/businessworkspacetypes', signal)).data
    if (!answer) return notUnderstood('/v2/businessworkspacetypes')
    return new Map(
      answer.results.map(({ data: { properties } }) => [properties.wksp_type_name, properties.wksp_type_id]),
    )
  }

  /** One page of the workspaces of a type, or of all, the last modified first. */
  async workspaces(typeId: number | undefined, page: number, signal: AbortSignal): Promise<Page> {
    const type = typeId === undefined ? '' : `&where_workspace_type_id=${typeId}`
    const fields = 'fields=properties&fields=business_properties'
    const path = `/v2/businessworkspaces?expanded_view=true&${fields}${type}&${this.#paged(page)}`
    return pageOf(await this.#demand(path, signal), page, this.#limit, this.#dates) ?? notUnderstood(path)
  }

  /** One page of what lies in a node, the last modified first; undefined where it is not there. */
  async children(id: number, page: number, signal: AbortSignal): Promise<Page | undefined> {
    const path = `/v2/nodes/${id}/nodes?fields=properties&${this.#paged(page)}`
    const answer = await this.#find(path, signal)
    return answer && (pageOf(answer.json, page, this.#limit, this.#dates) ?? notUnderstood(path))
  }

  /** Undefined where the node is not there. Throws Refused. */
  async categories(id: number, signal: AbortSignal): Promise<readonly CategoryEntry[] | undefined> {
    const path = `/v2/nodes/${id}/categories?metadata`
    const answer = await this.#find(path, signal)
    return answer && (Categories.safeParse(answer.json).data?.results ?? notUnderstood(path))
  }

  async versions(id: number, signal: AbortSignal): Promise<readonly Version[] | undefined> {
    const path = `/v2/nodes/${id}/versions`
    const answer = await this.#find(path, signal)
    return answer && (versionsOf(answer.json, this.#dates) ?? notUnderstood(path))
  }

  /** What business object a workspace is of, where the list did not say. */
  async business(id: number, signal: AbortSignal): Promise<Business | undefined> {
    const path = `/v2/businessworkspaces/${id}?fields=business_properties`
    const answer = await this.#find(path, signal)
    return (
      answer && (BusinessAnswer.safeParse(answer.json).data?.results.data.business_properties ?? notUnderstood(path))
    )
  }

  /** Where a node lies; undefined where it is not there, or not for us to see. */
  async node(id: number, signal: AbortSignal): Promise<{ readonly parentId: number | null } | undefined> {
    const path = `/v2/nodes/${id}?fields=properties`
    const answer = await this.#find(path, signal)
    const found = answer && (Node.safeParse(answer.json).data ?? notUnderstood(path))
    return found && { parentId: found.results.data.properties.parent_id ?? null }
  }

  #paged(page: number): string {
    return `sort=desc_modify_date&limit=${this.#limit}&page=${page}`
  }

  async #get(path: string, signal: AbortSignal): Promise<Reply> {
    await this.#pace.turn(signal)
    this.requests++
    return this.#server.ask({ method: 'GET', path, effect: 'none' }, signal)
  }

  /** Undefined where the node that the path names is not there. */
  async #find(path: string, signal: AbortSignal): Promise<{ readonly json: unknown } | undefined> {
    const reply = await this.#get(path, signal)
    if (reply.kind === 'ok') return { json: reply.json }
    if (isNotThere(reply)) return undefined
    throw new Refused(reasonOf(reply))
  }

  async #demand(path: string, signal: AbortSignal): Promise<unknown> {
    const reply = await this.#get(path, signal)
    if (reply.kind === 'ok') return reply.json
    throw new Halt({ kind: 'retry', reason: reasonOf(reply), afterMs: null })
  }
}

function reasonOf(reply: Extract<Reply, { kind: 'refused' }>): string {
  const outcome = outcomeOfRefusal(reply)
  return 'reason' in outcome ? outcome.reason : `status_${reply.status}`
}

function notUnderstood(what: string): never {
  throw new Halt({ kind: 'retry', reason: bounded(`not_understood: ${what}`), afterMs: null })
}
