import { defineFault } from '../../frame/fault.ts'

/** 409 on a change of a node or of a category, as if another had just written; nothing is changed. */
export const editConflictFault = defineFault('editConflict', {})
