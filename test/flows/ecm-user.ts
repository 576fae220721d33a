import { z } from 'zod'
import { ecmCaller, type Sent } from '../sandbox/ecm/contract/caller.ts'
import type { Sandboxes } from './sandboxes.ts'
import { categories, templateOf, typeNamed, type DocumentKind, type WorkspaceType } from './world.ts'

/** Somebody who works in Extended ECM. Values are given by the names of categories and attributes. */
export interface EcmUser {
  /** A business workspace; its business object is the customer, the case or the onboarding's customer. Answers its id. */
  readonly workspace: (type: WorkspaceType, businessObjectId: string, values?: Values) => Promise<number>
  /** Attributes of a category, which is put on the node where it is not there. */
  readonly category: (node: number, category: string, values: Values) => Promise<void>
  /** A document in the folder of its kind. Answers its id. */
  readonly document: (workspace: number, kind: DocumentKind, name: string) => Promise<number>
  /** Its approval: `Approved`, or anything else. */
  readonly approve: (document: number, kind: DocumentKind, approval?: string) => Promise<void>
  readonly version: (document: number) => Promise<void>
  readonly remove: (node: number) => Promise<void>
  /** A node as the sandbox knows it. */
  readonly node: (id: number) => Promise<z.output<typeof Node>>
}
type Values = Readonly<Record<string, string>>

const Made = z.object({ results: z.object({ id: z.number() }) })
const MadeNode = z.object({ results: z.object({ data: z.object({ properties: z.object({ id: z.number() }) }) }) })
const Node = z.looseObject({
  children: z.array(z.looseObject({ id: z.number(), name: z.string() })).default([]),
  categories: z.unknown(),
})

export function ecmUser({ ecm, control }: Sandboxes): EcmUser {
  const { as } = ecmCaller(() => ecm)
  const call = async (method: string, path: string, sent: Sent = {}) => {
    const heard = await as(method, path, sent)
    if (heard.status !== 200) throw new Error(`${method} ${path}: ${heard.status} ${heard.said}`)
    return heard.body
  }
  const node = async (id: number) => Node.parse(await control('ecm', 'GET', `/nodes/${id}`))
  const create = async (fields: object, file?: string) => {
    const form = new FormData()
    form.set('body', JSON.stringify(fields))
    if (file !== undefined) form.set('file', new Blob([file]), 'file.txt')
    return MadeNode.parse(await call('POST', '/v2/nodes', { form })).results.data.properties.id
  }
  const category = async (id: number, name: string, values: Values) => {
    const { id: categoryId, attributes } = named(categories, name)
    const isThere = Object.keys(
      z
        .record(z.string(), z.unknown())
        .catch({})
        .parse((await node(id)).categories),
    )
    const form = { category_id: String(categoryId) }
    if (!isThere.includes(String(categoryId))) await call('POST', `/v2/nodes/${id}/categories`, { form })
    await call('PUT', `/v2/nodes/${id}/categories/${categoryId}/`, {
      form: Object.fromEntries(
        Object.entries(values).map(([attribute, value]) => [`${categoryId}_${named(attributes, attribute).id}`, value]),
      ),
    })
  }
  return {
    node,
    category,
    workspace: async (type, businessObjectId, values = {}) => {
      const found = typeNamed(type)
      const id = Made.parse(
        await call('POST', '/v2/businessworkspaces', {
          json: {
            ...{ template_id: templateOf(found), name: `${type} ${businessObjectId}` },
            ...{ ext_system_id: 'CRM', bo_type: found.businessObjectType, bo_id: businessObjectId },
          },
        }),
      ).results.id
      await create({ type: 204, parent_id: id, name: 'Tasks' })
      if (Object.keys(values).length > 0) await category(id, type, values)
      return id
    },
    document: async (workspace, kind, name) => {
      const folder = named((await node(workspace)).children, kind)
      return create({ type: 144, parent_id: folder.id, name }, `the text of ${name}`)
    },
    approve: (document, kind, Approval = 'Approved') => category(document, kind, { Approval }),
    version: async document => {
      const form = new FormData()
      form.set('file', new Blob(['more text']), 'more.txt')
      await call('POST', `/v2/nodes/${document}/versions`, { form })
    },
    remove: async id => {
      await call('DELETE', `/v2/nodes/${id}`)
    },
  }
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find(one => one.name === name)
  if (!found) throw new Error(`there is no ${name}; there are ${all.map(one => one.name).join(', ')}`)
  return found
}
