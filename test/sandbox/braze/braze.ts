import type { Call } from '../frame/call.ts'
import type { Frame } from '../frame/sandbox.ts'
import { CatalogStore } from './catalogs/catalog-store.ts'
import { DocumentStore } from './documents/document-store.ts'
import { ExternalSends } from './messaging/external-sends.ts'
import { ObjectLog } from './object-log.ts'
import { ProfileStore } from './profiles/profile-store.ts'
import { ProcessingQueue } from './processing-queue.ts'
import { seed } from './seed.ts'
import type { Settings } from './settings.ts'
import { Workspace } from './workspace.ts'

/** Everything one Braze workspace knows. */
export interface Braze {
  readonly frame: Frame<Settings>
  readonly queue: ProcessingQueue
  readonly profiles: ProfileStore
  readonly objects: ObjectLog
  /** What marketers have set up in the dashboard, by id. */
  readonly workspace: Workspace
  readonly sends: ExternalSends
  readonly contentBlocks: DocumentStore
  readonly templates: DocumentStore
  readonly catalogs: CatalogStore
}

export function newBraze(frame: Frame<Settings>): Braze {
  const braze = {
    frame,
    queue: new ProcessingQueue(),
    profiles: new ProfileStore(),
    objects: new ObjectLog(),
    workspace: new Workspace(frame.settings()),
    sends: new ExternalSends(),
    contentBlocks: new DocumentStore(),
    templates: new DocumentStore(),
    catalogs: new CatalogStore(),
  }
  seed(braze)
  return braze
}

/** Back to the state of a fresh start. */
export function resetBraze(braze: Braze): void {
  const { queue, profiles, objects, sends, contentBlocks, templates, catalogs } = braze
  for (const part of [queue, profiles, objects, sends, contentBlocks, templates, catalogs]) part.clear()
  braze.workspace.read(braze.frame.settings())
  seed(braze)
}

/** Does the work of an accepted call when the visibility delay has passed. */
export function processLater({ queue, frame }: Braze, call: Call, work: () => unknown): void {
  queue.accept(call.atMs, frame.settings().visibilityDelayMs, () => void work())
}
