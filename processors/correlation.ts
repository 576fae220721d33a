const requestKinds = ['workflow-task', 'alert'] as const
type RequestKind = (typeof requestKinds)[number]

/** What staff are asked, as one text: the correlation id of the push, the subject of its answers, and their key in request.events. */
export const requestId = (kind: RequestKind, id: string): string => `${kind}:${id}`

/** What kind of question a correlation id names; undefined where it is none of ours. */
export const requestKindOf = (correlationId: string): RequestKind | undefined =>
  requestKinds.find(kind => correlationId.startsWith(`${kind}:`))
