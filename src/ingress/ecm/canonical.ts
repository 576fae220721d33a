import type { RecordSchema } from '../../../schemas/record.ts'
import { EcmCategoryChanged } from '../../../schemas/ecm-category-changed.generated.ts'
import { EcmDeleted } from '../../../schemas/ecm-deleted.generated.ts'
import { EcmDocumentAdded } from '../../../schemas/ecm-document-added.generated.ts'
import { EcmStatusChanged } from '../../../schemas/ecm-status-changed.generated.ts'
import { EcmWorkspaceChanged } from '../../../schemas/ecm-workspace-changed.generated.ts'
import { ecmEvents } from '../../../topics/ecm-events.ts'
import type { Publication } from '../../stream/define.ts'
import {
  changesOf,
  type AttributeChange,
  type AttributeName,
  type AttributeNames,
  type Attributes,
} from './attributes.ts'
import type { Version } from './versions.ts'
import { hashOf } from './hash.ts'

/** A workspace as events tell of it. */
export interface WorkspaceFacts {
  readonly id: number
  readonly name: string
  readonly type: string | null
  readonly externalSystem: string | null
  readonly businessObjectType: string | null
  readonly businessObjectId: string | null
}

/** The node that an event is about, and when it happened. */
export interface NodeFacts {
  readonly id: number
  readonly kind: 'workspace' | 'document'
  readonly name: string
  readonly at: number
  readonly extra: Readonly<Record<string, string>>
}

/** A document, and where it lies. */
export interface DocumentFacts extends NodeFacts {
  readonly folderId: number
  /** The folder's name; null in the workspace itself. */
  readonly folderName: string | null
}

/** Whom a workspace is about: its business object, such as the customer. */
export const subjectOf = ({ id, businessObjectId }: WorkspaceFacts): string => businessObjectId ?? `workspace:${id}`

const hash = (...parts: readonly unknown[]): string => hashOf(JSON.stringify(parts))

/** What was read of Content Server in our words. Pure. */
export class Canonical {
  readonly #source: string
  readonly #names: AttributeNames
  readonly #statuses: ReadonlySet<string>

  /** `statuses`: attributes, by name or as Category.Attribute, whose value is a status. */
  constructor(source: string, names: AttributeNames, statuses: readonly string[]) {
    this.#source = source
    this.#names = names
    this.#statuses = new Set(statuses.map(name => name.toLowerCase()))
  }

  workspaceCreated(now: WorkspaceFacts, node: NodeFacts): Publication {
    const fields = { change: 'created' as const, from: null, to: now.name, extra: { ...node.extra } }
    return this.#event(EcmWorkspaceChanged, 'ecm.workspace.changed', now, node.at, `${node.id}:created`, fields)
  }

  /** What of a workspace itself differs: its name, its business object. */
  workspaceChanged(before: WorkspaceFacts, now: WorkspaceFacts, node: NodeFacts): Publication[] {
    const told = (change: 'renamed' | 'linked', from: string | null, to: string | null, ...parts: unknown[]) =>
      this.#event(
        ...([EcmWorkspaceChanged, 'ecm.workspace.changed', now, node.at] as const),
        `${node.id}:${change}:${hash(from, to, ...parts)}:${node.at}`,
        { change, from, to, extra: { ...node.extra } },
      )
    const link = (facts: WorkspaceFacts) => [facts.externalSystem, facts.businessObjectType, facts.businessObjectId]
    const isLinked = JSON.stringify(link(before)) !== JSON.stringify(link(now))
    return [
      ...(before.name === now.name ? [] : [told('renamed', before.name, now.name)]),
      ...(isLinked
        ? [told('linked', before.businessObjectId, now.businessObjectId, ...link(before), ...link(now))]
        : []),
    ]
  }

  /** Attributes that differ, each an event, and a second one where it is a status. */
  attributesChanged(workspace: WorkspaceFacts, node: NodeFacts, before: Attributes, now: Attributes): Publication[] {
    return changesOf(before, now).flatMap(change => this.#attribute(workspace, node, change))
  }

  documentAdded(
    workspace: WorkspaceFacts,
    document: DocumentFacts,
    version: Version,
    attributes: Attributes,
  ): Publication {
    const [first] = Object.keys(attributes).sort()
    const category = first === undefined ? null : this.#names.of(first).categoryName
    const fields = {
      ...{ documentId: document.id, documentName: document.name, version: version.number },
      ...{ fileName: version.fileName, mimeType: version.mimeType, size: version.size },
      ...{ kind: category ?? document.folderName, folderId: document.folderId },
      extra: { ...document.extra, ...version.extra },
    }
    const id = `${document.id}:version:${version.number}:${workspace.id}`
    return this.#event(EcmDocumentAdded, 'ecm.document.added', workspace, version.madeAt ?? document.at, id, fields)
  }

  deleted(workspace: WorkspaceFacts, node: NodeFacts, reason: 'gone' | 'moved'): Publication {
    const { id: nodeId, kind: nodeKind, name: nodeName, at } = node
    const fields = { nodeId, nodeKind, nodeName, reason, extra: { ...node.extra } }
    const id = reason === 'gone' ? `${nodeId}:deleted` : `${nodeId}:moved:${workspace.id}:${at}`
    return this.#event(EcmDeleted, 'ecm.deleted', workspace, at, id, fields)
  }

  #attribute(workspace: WorkspaceFacts, node: NodeFacts, { key, from, to }: AttributeChange): Publication[] {
    const name = this.#names.of(key)
    const { id: nodeId, kind: nodeKind, name: nodeName, at, extra } = node
    const own = { nodeId, nodeKind, nodeName }
    const changed = this.#event(
      ...([EcmCategoryChanged, 'ecm.category.changed', workspace, at] as const),
      `${nodeId}:${key}:${hash(from, to)}:${at}`,
      { ...own, ...name, from, to, extra: { ...extra } },
    )
    if (!this.#isStatus(name)) return [changed]
    const status = this.#event(
      ...([EcmStatusChanged, 'ecm.status.changed', workspace, at] as const),
      `${nodeId}:${key}:status:${hash(from, to)}:${at}`,
      {
        ...{ ...own, status: name.attributeName ?? name.attribute, categoryName: name.categoryName },
        ...{ from: wordOf(from), to: wordOf(to), extra: { ...extra } },
      },
    )
    return [changed, status]
  }

  #isStatus({ attributeName, categoryName }: AttributeName): boolean {
    if (attributeName === null) return false
    const name = attributeName.toLowerCase()
    return this.#statuses.has(name) || this.#statuses.has(`${categoryName?.toLowerCase() ?? ''}.${name}`)
  }

  #event(
    schema: RecordSchema,
    type: string,
    workspace: WorkspaceFacts,
    occurredAt: number,
    eventId: string,
    fields: object,
  ): Publication {
    const { id, name, type: workspaceType, ...business } = workspace
    const subject = subjectOf(workspace)
    const about = { workspaceId: id, workspaceName: name, workspaceType, ...business }
    return {
      ...{ topic: ecmEvents, schema, key: subject },
      value: { eventId, subject, occurredAt, source: this.#source, ...about, ...fields },
      headers: {
        ...{ 'content-type': 'application/avro', ce_specversion: '1.0', ce_id: eventId, ce_type: type },
        ...{ ce_source: this.#source, ce_subject: subject, ce_time: new Date(occurredAt).toISOString() },
      },
    }
  }
}

/** A status is a word: of a value that is a text, the text. */
function wordOf(json: string | null): string | null {
  if (json === null) return null
  const value: unknown = JSON.parse(json)
  return typeof value === 'string' ? value : json
}
