import type { Braze } from './braze.ts'
import { applyObject } from './profiles/apply.ts'
import { inspect } from './users/inspect.ts'

/** Puts what the settings name into the fresh stores. Users that the API would refuse are left out. */
export function seed({ frame, profiles, contentBlocks, templates, catalogs }: Braze): void {
  const { users, contentBlocks: blocks, templates: mails, catalogs: lists } = frame.settings()
  const nowMs = frame.clock.now()
  for (const user of users) {
    const verdict = inspect('attributes', 0, user, [])
    if (!('rejection' in verdict)) applyObject(profiles, verdict, nowMs)
  }
  for (const { id, ...block } of blocks) contentBlocks.create(block, nowMs, id)
  for (const { id, ...mail } of mails) templates.create(mail, nowMs, id)
  for (const { name, description, fields, items } of lists) {
    const catalog = catalogs.create({ name, description, fields }, nowMs)
    for (const item of items) catalog.items.set(item.id, item)
  }
}
