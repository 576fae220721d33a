import { z } from 'zod'
import type { Outcome } from '../../stream/define.ts'
import { Content } from './content.ts'
import type { ContentServer } from '../../systems/ecm/content-server.ts'
import { createItem } from './create-item.ts'
import { Halt } from '../../transport/halt.ts'
import { childNamed, nodeAt } from './locate.ts'
import { markSource, readMark, sameContent, writtenMark, type Mark } from './mark.ts'
import type { UploadDocument } from './request.ts'
import { writeCategory } from './set-category.ts'
import type { Downloader } from '../../transport/download.ts'

const Versions = z.object({
  results: z.array(
    z.object({
      data: z.object({ versions: z.object({ version_number: z.number(), description: z.string().nullish() }) }),
    }),
  ),
})
const Node = z.object({
  results: z.object({
    data: z.object({ properties: z.object({ type: z.number(), external_identity: z.string().nullish() }) }),
  }),
})
const Added = z.object({
  results: z.object({ data: z.object({ versions: z.object({ version_number: z.number() }) }) }),
})

/** A version of a document, and the mark of the delivery that made it. */
export interface MarkedVersion {
  readonly number: number
  readonly mark: Mark | undefined
}

/** Makes the document or, where one of that name has other content, a version of it. */
export async function uploadDocument(
  server: ContentServer,
  source: Downloader,
  work: UploadDocument,
  signal: AbortSignal,
): Promise<Outcome> {
  const content = new Content(work, source, signal)
  try {
    const parent = await nodeAt(server, work.place, signal)
    const there = await childNamed(server, parent, work.name, signal)
    if (there !== undefined) return await updateDocument(server, there, work, content, signal)
    const body = () => content.body([['body', JSON.stringify({ ...work.item, parent_id: parent })]])
    const { id, isNew } = await createItem(server, parent, work.name, body, signal)
    return isNew ? delivered(id, 1) : await updateDocument(server, id, work, content, signal)
  } catch (error) {
    if (error instanceof Halt && error.outcome.kind === 'inDoubt' && content.failure) throw new Halt(content.failure)
    throw error
  }
}

/** The categories first, because the version is what tells that all of the command is done. */
async function updateDocument(
  server: ContentServer,
  id: number,
  work: UploadDocument,
  content: Content,
  signal: AbortSignal,
): Promise<Outcome> {
  const versions = await versionsOf(server, id, signal)
  const own = versions.find(({ mark }) => mark?.delivery === work.mark.delivery)
  if (own) return delivered(id, own.number, 'already_there: by an earlier attempt')
  for (const write of work.categories) await writeCategory(server, id, write, signal)
  const latest = versions.at(-1)
  if (latest && sameContent(work.mark, latest.mark))
    return delivered(id, latest.number, 'unchanged: the latest version has this content')
  const description = `${markSource}:${writtenMark(work.mark)}`
  const body = () => content.body([['description', description]])
  const request = { method: 'POST', path: `/v2/nodes/${id}/versions`, effect: 'item', body } as const
  const added = Added.safeParse(await server.demand(request, signal)).data
  return delivered(id, added?.results.data.versions.version_number ?? (latest?.number ?? 0) + 1)
}

/** In their order. The first bears the mark that its document was made with. Halts where the node is no document. */
export async function versionsOf(
  server: ContentServer,
  id: number,
  signal: AbortSignal,
): Promise<readonly MarkedVersion[]> {
  const read = (path: string) => server.demand({ method: 'GET', path, effect: 'none' }, signal)
  const node = Node.safeParse(await read(`/v2/nodes/${id}?fields=properties`)).data?.results.data.properties
  const listed = Versions.safeParse(await read(`/v2/nodes/${id}/versions`)).data?.results
  if (!node || !listed)
    throw new Halt({ kind: 'retry', reason: 'not_understood: the versions of a document', afterMs: null })
  return listed
    .map(
      ({
        data: {
          versions: { version_number: number, description },
        },
      }) => ({
        number,
        mark: readMark(number === 1 ? node.external_identity : description),
      }),
    )
    .sort((one, other) => one.number - other.number)
}

const delivered = (id: number, version: number, note?: string): Outcome => ({
  kind: 'delivered',
  destinationId: `${id}/${version}`,
  ...(note !== undefined && { note }),
})
