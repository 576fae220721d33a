import type { Outcome } from '../../stream/define.ts'
import { form, type ContentServer } from '../../systems/ecm/content-server.ts'
import { createItem } from './create-item.ts'
import { nodeAt } from './locate.ts'
import type { CreateTask } from './request.ts'

/** Makes the task. Its name belongs to its delivery alone: one of that name is an earlier attempt of this very command. */
export async function createTask(server: ContentServer, work: CreateTask, signal: AbortSignal): Promise<Outcome> {
  const parent = await nodeAt(server, work.place, signal)
  const body = form([['body', JSON.stringify({ ...work.item, parent_id: parent })]])
  const { id, isNew } = await createItem(server, parent, work.name, body, signal)
  return {
    kind: 'delivered',
    destinationId: String(id),
    ...(!isNew && { note: 'already_there: by an earlier attempt' }),
  }
}
