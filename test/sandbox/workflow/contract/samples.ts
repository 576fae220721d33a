/** The settings that the contract is checked with. */
export const settings = {
  tenants: { acme: { users: [{ username: 'ann', password: 'pw' }] }, other: {} },
  processDefinitions: [
    {
      key: 'leave',
      name: 'Leave request',
      steps: [
        {
          type: 'user',
          id: 'decide',
          name: 'Decide for ${who}',
          assignee: '${boss}',
          candidateGroups: ['leads'],
          outcomes: { approved: 'book', rejected: 'end' },
        },
        { type: 'external', id: 'book', topic: 'booking', retries: 2, next: 'end', errors: { full: 'decide' } },
      ],
    },
    {
      key: 'urgent',
      steps: [
        { type: 'user', id: 'look', dueSeconds: 300, onDue: { to: 'escalated' } },
        { type: 'user', id: 'escalated', assignee: 'manager' },
      ],
    },
    {
      key: 'reminded',
      steps: [
        { type: 'user', id: 'look', dueSeconds: 300, onDue: { to: 'remind', cancels: false } },
        { type: 'user', id: 'remind', assignee: 'manager' },
      ],
    },
  ],
  processInstances: { processDefinitionKey: 'leave', businessKey: 'leave-{n}', variables: { boss: 'bob', who: 'zoe' } },
  tasks: [
    { count: 30, assignee: 'user-{n}', createdAt: '2026-01-01T00:00:00Z', everyMs: 1000 },
    {
      id: 'free',
      name: 'Free task',
      candidateUsers: ['ann'],
      candidateGroups: ['crew'],
      dueDate: '2030-01-01T00:00:00Z',
    },
    { id: 'foreign', tenant: 'other', assignee: 'ann' },
  ],
}
/** The task of the process that is there at the start; tasks of the series come after it. */
export const decision = 'task-1'
