/** What exists when the contract's sandbox starts. */
export const customerCategory = 16878
export const otherCategory = 16900
export const sampleSettings = {
  users: [
    { id: 1001, name: 'alice', password: 'alice-pass' },
    { id: 1002, name: 'bob', password: 'bob-pass' },
    ...Array.from({ length: 30 }, (_, at) => ({ id: 1100 + at, name: `clerk${at}`, password: 'clerk' })),
  ],
  groups: [{ id: 1500, name: 'Reviewers' }],
  categories: [
    {
      id: customerCategory,
      name: 'Customer',
      attributes: [
        { id: 2, name: 'Consent', type: 'String', maxLength: 8, validValues: ['yes', 'no', 'unknown'] },
        { id: 3, name: 'Event id', type: 'String', maxLength: 32 },
        { id: 4, name: 'Score', type: 'Integer' },
        { id: 5, name: 'Renewal', type: 'Date' },
        { id: 6, name: 'Active', type: 'Boolean' },
        { id: 7, name: 'Tags', type: 'String', multiValue: true },
        { id: 8, name: 'Created by', type: 'String', readOnly: true },
        { id: 9, name: 'Title', type: 'String', multilingual: true },
        {
          id: 30,
          name: 'Addresses',
          type: 'Set',
          maxRows: 3,
          attributes: [
            { id: 31, name: 'City', type: 'String', required: true },
            { id: 32, name: 'Since', type: 'Date' },
          ],
        },
      ],
    },
    { id: otherCategory, name: 'Case', attributes: [{ id: 2, name: 'Status', type: 'String' }] },
  ],
  workspaceTypes: [
    {
      id: 10,
      name: 'Customer',
      parentId: 3000,
      externalSystem: 'CRM',
      businessObjectType: 'account',
      businessObjectTypeId: 55,
      businessProperties: { CONSENT: '16878_2', SCORE: '16878_4', RENEWAL: '16878_5' },
      columns: { WNF_ATT_35S_2: '16878_5', WNF_ATT_35S_3: '16878_4' },
      templates: [
        { id: 20, name: 'Customer template', folders: ['Contracts', 'Letters'], categories: [16878], roles: ['Lead'] },
      ],
    },
  ],
  workspaces: [
    {
      id: 5000,
      typeId: 10,
      name: 'Acme',
      businessObjectId: 'A-1',
      categories: { '16878': { '16878_2': 'unknown', '16878_5': '2026-03-01' } },
    },
  ],
  nodes: [
    { id: 3000, name: 'Customers', nickname: 'customers' },
    { id: 3001, name: 'Inbox' },
    { id: 3002, name: 'Tasks', type: 204 },
    { id: 3003, name: 'seed.txt', type: 144, parentId: 3001, content: 'seed' },
  ],
  workflowMaps: [
    {
      id: 4000,
      name: 'Approval',
      steps: [
        { name: 'Review', assigneeId: 1001 },
        { name: 'Sign', assigneeId: 1002 },
      ],
    },
  ],
  keepContentBytes: 65_536,
  partSizeBytes: 262_144,
}
