import { createHash } from 'node:crypto'
import { EcmCreateTask } from '../../../schemas/ecm-create-task.generated.ts'
import { EcmSetCategory } from '../../../schemas/ecm-set-category.generated.ts'
import { EcmUploadDocument } from '../../../schemas/ecm-upload-document.generated.ts'
import { EcmUpsertWorkspace } from '../../../schemas/ecm-upsert-workspace.generated.ts'
import type { Command } from '../../stream/define.ts'
import type { Refused } from '../../transport/plan-one.ts'
import { formFields, newItemValues, wrongValues } from './attributes.ts'
import { markOf, markSource, writtenMark, type Mark } from './mark.ts'
import { placeOf, type Place } from './place.ts'

/** Attributes of one category of a node. */
export interface CategoryWrite {
  readonly categoryId: number
  readonly fields: readonly (readonly [name: string, value: string])[]
}
export interface SetCategory extends CategoryWrite {
  readonly operation: 'set-category'
  readonly place: Place
  readonly writtenAt: number
  /** The key of the attribute that keeps the time of the last write. */
  readonly writtenAtKey: string | null
  /** A workspace that is not there is no fault. */
  readonly whereThere: boolean
}
/** An item below a place, with its name and what is sent to make it, without its parent. */
export interface CreateTask {
  readonly operation: 'create-task'
  readonly place: Place
  readonly name: string
  readonly item: Readonly<Record<string, unknown>>
}
export interface UploadDocument {
  readonly operation: 'upload-document'
  readonly place: Place
  readonly name: string
  readonly item: Readonly<Record<string, unknown>>
  readonly mimeType: string
  readonly content: Buffer | { readonly url: URL; readonly sha256: string | null }
  readonly mark: Mark
  readonly categories: readonly CategoryWrite[]
}
export interface UpsertWorkspace {
  readonly operation: 'upsert-workspaces'
  readonly key: string
  /** One of `bws_infos`, as JSON. */
  readonly json: string
}
export type Work = SetCategory | CreateTask | UploadDocument | UpsertWorkspace

const types = { document: 144, task: 206 } as const
const longestName = 248
const largestText = 1_048_576
/** ms from 1970 to the last time that ISO 8601 as JavaScript writes it can tell, in either direction. */
const latestTime = 8.64e15

/** What a command asks of Content Server, or why it must not be asked. Never throws. */
export function workOf({ schema, value }: Command): Work | Refused {
  if (schema === EcmSetCategory.name && isSetCategory(value)) return setCategory(value)
  if (schema === EcmCreateTask.name && isCreateTask(value)) return createTask(value)
  if (schema === EcmUploadDocument.name && isUploadDocument(value)) return uploadDocument(value)
  if (schema === EcmUpsertWorkspace.name && isUpsertWorkspace(value)) return upsertWorkspace(value)
  return { refusal: `no_such_command: ${schema}` }
}

function setCategory(command: EcmSetCategory): SetCategory | Refused {
  const { categoryId, values, writtenAt, writtenAtAttribute: attribute, whereThere } = command
  const place = placeOf(command)
  if ('refusal' in place) return place
  if (Math.abs(writtenAt) > latestTime) return { refusal: `no_such_time: ${writtenAt} ms since 1970` }
  const written: EcmSetCategory['values'] = attribute === null ? {} : { [attribute]: new Date(writtenAt).toISOString() }
  const wrong = wrongCategory(categoryId, { ...values, ...written })
  if (wrong !== undefined) return { refusal: wrong }
  const writtenAtKey = attribute === null ? null : `${categoryId}_${attribute}`
  const fields = formFields(categoryId, { ...values, ...written })
  return { operation: 'set-category', place, categoryId, fields, writtenAt, writtenAtKey, whereThere }
}

function createTask(command: EcmCreateTask): CreateTask | Refused {
  const { deliveryId, instructions, dueOn, assigneeId, priority } = command
  const place = placeOf(command)
  if ('refusal' in place) return place
  if (command.name.trim() === '') return { refusal: 'no_name: a task needs one' }
  if (dueOn !== null && !isDay(dueOn)) return { refusal: `no_such_day: "${dueOn}" is not a day such as 2026-03-01` }
  const mark = markOf(deliveryId, null)
  // A name is unique in its list: a second task of the same delivery cannot come to be, whoever asks when.
  const ending = ` [${createHash('sha256').update(deliveryId).digest('hex').slice(0, 12)}]`
  const name = `${command.name.trim().slice(0, longestName - ending.length)}${ending}`
  const item = {
    ...{ type: types.task, name, external_source: markSource, external_identity: writtenMark(mark) },
    ...(instructions !== null && { instructions }),
    ...(dueOn !== null && { due_date: dueOn }),
    ...(assigneeId !== null && { assigned_member_id: assigneeId }),
    ...(priority !== null && { priority }),
  }
  return { operation: 'create-task', place, name, item }
}

function uploadDocument(command: EcmUploadDocument): UploadDocument | Refused {
  const { deliveryId, name, mimeType, description, categories } = command
  const place = placeOf(command)
  if ('refusal' in place) return place
  const content = contentOf(command)
  if ('refusal' in content) return content
  if (name.trim() === '' || name.length > longestName)
    return { refusal: `no_such_name: a document's name has 1 to ${longestName} characters` }
  if (!/^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/.test(mimeType))
    return { refusal: 'no_such_type: the mime type is none' }
  const writes = Object.entries(categories).map(([id, values]) => ({ id: Number(id), values }))
  const wrong = writes.map(({ id, values }) => wrongCategory(id, values)).find(word => word !== undefined)
  if (wrong !== undefined) return { refusal: wrong }
  const hash = Buffer.isBuffer(content) ? createHash('sha256').update(content).digest('hex') : content.sha256
  const mark = markOf(deliveryId, hash)
  const item = {
    ...{ type: types.document, name, external_source: markSource, external_identity: writtenMark(mark) },
    ...(description !== null && { description }),
    ...(writes.length > 0 && { roles: { categories: newItemValues(categories) } }),
  }
  const fieldsOfAll = writes.map(({ id, values }) => ({ categoryId: id, fields: formFields(id, values) }))
  return { operation: 'upload-document', place, name, item, mimeType, content, mark, categories: fieldsOfAll }
}

function contentOf({ text, sourceUrl, contentHash }: EcmUploadDocument): UploadDocument['content'] | Refused {
  if ((text === null) === (sourceUrl === null))
    return { refusal: 'no_content: exactly one of text and sourceUrl is needed' }
  if (text !== null) {
    const bytes = Buffer.from(text)
    return bytes.length > largestText ? { refusal: `content_too_large: text has at most ${largestText} bytes` } : bytes
  }
  const url = urlOf(sourceUrl ?? '')
  if (!url || !/^https?:$/.test(url.protocol)) return { refusal: 'no_such_source: sourceUrl is no http(s) URL' }
  if (url.username !== '' || url.password !== '')
    return { refusal: 'no_such_source: sourceUrl must not carry credentials' }
  if (contentHash !== null && !/^[0-9a-f]{64}$/i.test(contentHash))
    return { refusal: 'no_such_hash: contentHash is no SHA-256 in hex' }
  return { url, sha256: contentHash?.toLowerCase() ?? null }
}

function upsertWorkspace(command: EcmUpsertWorkspace): UpsertWorkspace | Refused {
  const { externalSystem, businessObjectType, businessObjectId, name, description, properties, categories } = command
  if ([externalSystem, businessObjectType, businessObjectId, name].some(text => text.trim() === ''))
    return { refusal: 'no_business_object: external system, type, id and name are all needed' }
  const entries = Object.entries(categories)
  const wrong = entries.map(([id, values]) => wrongCategory(Number(id), values)).find(word => word !== undefined)
  if (wrong !== undefined) return { refusal: wrong }
  const { templateId, workspaceTypeId, parentId } = command
  const byCategory = entries.map(([id, values]): [string, unknown] => [id, newItemValues({ [id]: values })])
  const json = JSON.stringify({
    ...{ ext_system_id: externalSystem, bo_type: businessObjectType, bo_id: businessObjectId, name },
    ...(description !== null && { description }),
    ...(templateId !== null && { template_id: templateId }),
    ...(workspaceTypeId !== null && { wksp_type_id: workspaceTypeId }),
    ...(parentId !== null && { parent_id: parentId }),
    bo_properties: Object.entries(properties).map(([property, values]) => ({ name: property, values })),
    ...(entries.length > 0 && { roles: { categories: Object.fromEntries(byCategory) } }),
  })
  return {
    operation: 'upsert-workspaces',
    key: JSON.stringify([externalSystem, businessObjectType, businessObjectId]),
    json,
  }
}

function wrongCategory(id: number, values: EcmSetCategory['values']): string | undefined {
  if (!Number.isSafeInteger(id) || id < 1) return 'no_such_category: its id is no number'
  if (Object.keys(values).length === 0) return 'no_values: there is nothing to set'
  return wrongValues(values)
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

// The codec has decoded the value by this very schema.
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isSetCategory = (value: unknown): value is EcmSetCategory => isObject(value) && 'categoryId' in value
const isCreateTask = (value: unknown): value is EcmCreateTask => isObject(value) && 'assigneeId' in value
const isUploadDocument = (value: unknown): value is EcmUploadDocument => isObject(value) && 'mimeType' in value
const isUpsertWorkspace = (value: unknown): value is EcmUpsertWorkspace => isObject(value) && 'templateId' in value

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
