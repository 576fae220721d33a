/** What exists in the sandboxes when the flows are tested: the names are those of processors/flows.json. */
import { z } from 'zod'

const attributes = (...names: readonly (readonly [name: string, type: string] | string)[]) =>
  names.map((given, at) => {
    const [name, type] = typeof given === 'string' ? [given, 'String'] : given
    return { id: at + 2, name, type }
  })
const purpose = (name: string) => [[name, 'Boolean'] as const, `${name} written`, `${name} note`]

/** Kinds of documents: each is a folder of a workspace, and a category with its approval. */
const documentKinds = ['Approval letter', 'Resolution notice', 'Claim form', 'Contract', 'Internal note'] as const
export type DocumentKind = (typeof documentKinds)[number]

export const categories = [
  {
    id: 3100,
    name: 'Consent',
    attributes: attributes(...purpose('marketing'), ...purpose('email'), ...purpose('sms'), 'frequency', 'f w', 'f n'),
  },
  { id: 3110, name: 'Case', attributes: attributes('Status', 'Customer') },
  { id: 3120, name: 'Onboarding', attributes: attributes('Contract', 'KYC', 'Activation') },
  ...documentKinds.map((name, at) => ({ id: 3200 + at, name, attributes: attributes('Approval') })),
]

const folders = [...documentKinds]
const workspaceTypes = [
  { id: 10, name: 'Customer', businessObjectType: 'customer', categories: [3100] },
  { id: 11, name: 'Case', businessObjectType: 'case', categories: [3110] },
  { id: 12, name: 'Onboarding', businessObjectType: 'onboarding', categories: [3120] },
] as const
export type WorkspaceType = (typeof workspaceTypes)[number]['name']
export const typeNamed = (name: WorkspaceType) => workspaceTypes.find(type => type.name === name) ?? workspaceTypes[0]
/** Each type has one template. */
export const templateOf = (type: { readonly id: number }): number => type.id + 100

export const ecmSettings = {
  categories,
  workspaceTypes: workspaceTypes.map(({ categories, ...type }) => ({
    ...type,
    ...{ externalSystem: 'CRM', parentId: 3000 },
    templates: [{ id: templateOf(type), name: `${type.name} template`, folders, categories }],
  })),
  nodes: [{ id: 3000, name: 'Workspaces' }],
}

const decide = {
  ...{ type: 'user', id: 'decide', next: 'end' },
  outcomes: { approved: 'end', rejected: 'end', information_requested: 'end' },
}
export const tenant = 'acme'
export const workflowSettings = {
  tenants: { [tenant]: {} },
  processDefinitions: [
    { key: 'approval', name: 'Approval', steps: [decide] },
    { key: 'invoice', name: 'Invoice', steps: [decide] },
  ],
}

/** Whoever gets a push has a device. */
export const pushSettings = { unknownUsers: 'register' }

const Flow = z.looseObject({
  messages: z
    .record(z.string(), z.looseObject({ campaigns: z.record(z.string(), z.string()).default({}) }))
    .default({}),
})

/** A campaign for every one that a flow's message names, and one of each that a request names. A second send shows: nobody receives one once only. */
export function brazeSettings(flows: unknown) {
  const named = Object.values(z.record(z.string(), z.unknown()).parse(flows)).flatMap(flow =>
    Object.values(Flow.parse(flow).messages).flatMap(({ campaigns }) => Object.values(campaigns)),
  )
  const ids = [...new Set([...named, 'requested-campaign'])].filter(id => id !== 'gateway')
  return {
    campaigns: ids.map(id => ({ id, name: id, reEligible: true })),
    canvases: [{ id: 'requested-canvas', name: 'Requested' }],
  }
}
