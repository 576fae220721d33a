import { compileCategory } from './categories/catalog.ts'
import type { Category } from './categories/catalog.ts'
import { AuditLog } from './changes/audit-log.ts'
import type { EffectKind } from './changes/effect.ts'
import type { Effects } from '../frame/effects.ts'
import type { Credentials } from '../frame/credentials.ts'
import type { Node } from './nodes/node.ts'
import { NodeStore } from './nodes/node-store.ts'
import { seedNodes } from './seed.ts'
import { OtdsTickets } from './sessions/otds-tickets.ts'
import { SessionStore } from './sessions/session-store.ts'
import type { Settings } from './settings.ts'
import type { UserDefinition, WorkspaceType } from './start-state.ts'
import { Uploads } from './versions/uploads.ts'
import { ProcessStore } from './work/process-store.ts'
import { ReminderStore } from './work/reminder-store.ts'
import { WorkspaceIndex } from './workspaces/workspace-index.ts'

/** Id of the user given on the command line. */
export const adminId = 1000

/** Everything one sandbox of Content Server knows of the vendor's side. */
export class World {
  readonly credentials: Credentials
  readonly effects: Effects
  readonly sessions = new SessionStore()
  readonly otds = new OtdsTickets()
  readonly nodes = new NodeStore()
  readonly audit = new AuditLog()
  readonly uploads = new Uploads()
  readonly workspaces = new WorkspaceIndex()
  readonly reminders = new ReminderStore()
  readonly processes = new ProcessStore()
  readonly users = new Map<number, UserDefinition>()
  readonly usersByName = new Map<string, UserDefinition>()
  readonly categories = new Map<number, Category>()
  readonly workspaceTypes = new Map<number, WorkspaceType>()
  /** Bytes of uploaded content that are held. */
  heldBytes = 0
  /** Effects since the start. */
  effectCount = 0
  readonly #settings: () => Settings

  constructor(credentials: Credentials, settings: () => Settings, effects: Effects) {
    this.credentials = credentials
    this.#settings = settings
    this.effects = effects
    this.#start()
  }

  get settings(): Settings {
    return this.#settings()
  }

  /** Back to what the settings say exists. */
  reset(): void {
    this.heldBytes = 0
    const parts = [this.sessions, this.otds, this.nodes, this.audit, this.uploads, this.workspaces, this.reminders]
    for (const part of [...parts, this.processes, this.users, this.usersByName]) part.clear()
    this.categories.clear()
    this.workspaceTypes.clear()
    this.#start()
  }

  /** Tells the list of effects what became of a node. */
  effect(kind: EffectKind, node: Node, userId: number, more: object = {}): void {
    const { name, parentId: parent } = node
    const external_identity = node.external.identity
    this.effectCount += 1
    this.effects.add(
      { kind, subject: String(node.id), id: external_identity === '' ? name : external_identity },
      { name, external_identity, parent, user: this.users.get(userId)?.name ?? '', ...more },
    )
  }

  #start(): void {
    const { users, categories, workspaceTypes } = this.settings
    const { user, password } = this.credentials
    const admin = { id: adminId, name: user, password, firstName: 'Sandbox', lastName: 'Admin' }
    for (const one of [admin, ...users]) {
      this.users.set(one.id, one)
      this.usersByName.set(one.name.toLowerCase(), one)
    }
    for (const one of categories) this.categories.set(one.id, compileCategory(one))
    for (const one of workspaceTypes) this.workspaceTypes.set(one.id, one)
    seedNodes(this)
  }
}
