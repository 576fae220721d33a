/** The settings file of the contract: what exists in the workspace when the sandbox starts. */
export const workspace = {
  keys: [{ key: 'limited', permissions: ['users.export.ids'] }],
  campaigns: [
    { id: 'welcome', name: 'Welcome', tags: ['t'] },
    { id: 'once', name: 'Once', reEligible: false },
    { id: 'paused', paused: true },
    { id: 'archived', archived: true },
    { id: 'receipt', type: 'transactional' },
    { id: 'receipt-paused', type: 'transactional', paused: true },
    { id: 'receipt-archived', type: 'transactional', archived: true },
    { id: 'newsletter', type: 'scheduled' },
  ],
  canvases: [
    { id: 'journey', name: 'Journey' },
    { id: 'resting', paused: true },
  ],
  segments: [{ id: 'vips', name: 'VIPs', members: ['ada'] }],
  subscriptionGroups: [
    { id: 'news', name: 'News' },
    { id: 'texts', channel: 'sms' },
  ],
  users: [
    { external_id: 'ada', email: 'ada@example.com', first_name: 'Ada' },
    { external_id: 'bob', email: 'shared@example.com', phone: '+4911' },
    { external_id: 'cyd', email: 'shared@example.com' },
  ],
  contentBlocks: [{ id: 'block', name: 'greeting', content: 'Hello' }],
  templates: [{ id: 'mail', template_name: 'Mail', subject: 's', body: 'b' }],
  catalogs: [
    {
      name: 'shop',
      fields: [
        { name: 'id', type: 'string' },
        { name: 'price', type: 'number' },
        { name: 'more', type: 'object' },
      ],
      items: [{ id: 'hat', price: 5 }],
    },
  ],
}
