/** What the sandbox knows of when it starts. */
export const settings = {
  campaigns: [
    { id: 'c-1' },
    { id: 'c-paused', paused: true },
    { id: 't-1', type: 'transactional' },
    { id: 't-archived', type: 'transactional', archived: true },
  ],
  canvases: [{ id: 'v-1' }, { id: 'v-archived', archived: true }],
  subscriptionGroups: [{ id: 'g-1' }, { id: 'g-2' }],
  users: ['ada', 'bob', 'cleo'].map(external_id => ({ external_id, email: `${external_id}@example.com` })),
  catalogs: [{ name: 'shop', fields: [{ name: 'price', type: 'number' }].concat({ name: 'id', type: 'string' }) }],
  externalSendQueuedMs: 300,
}
