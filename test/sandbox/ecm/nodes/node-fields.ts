import type { Input } from '../call.ts'
import { integerOf, textOf } from '../reading/arguments.ts'
import { Refusal, missing } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import type { External, Task } from './node.ts'

/** A name as an item may bear it. The texts are ours. */
export function checkName(name: string | undefined, { maxNameLength }: Settings): string {
  if (name === undefined || name.trim() === '') throw missing('name')
  if (name.length > maxNameLength) throw new Refusal(400, `The name is longer than ${maxNameLength} characters`)
  return name
}

/** What was sent over what is there. These dates never have a zone. */
export function externalFields(input: Input, present: External): External {
  return {
    create_date: zoneless(textOf(input, 'external_create_date')) ?? present.create_date,
    modify_date: zoneless(textOf(input, 'external_modify_date')) ?? present.modify_date,
    source: textOf(input, 'external_source') ?? present.source,
    identity: textOf(input, 'external_identity') ?? present.identity,
    identity_type: textOf(input, 'external_identity_type') ?? present.identity_type,
  }
}

const zoneless = (text: string | undefined) => text?.replace(/(Z|[+-]\d{2}:?\d{2})$/, '')

export const newTask: Task = {
  ...{ status: 0, priority: 2, instructions: '', due_date: null, start_date: null, complete_date: null },
  ...{ assigned_member_id: null, milestone_id: null, attachment_id: null },
}

export const taskFieldNames: readonly string[] = Object.keys(newTask)

/** The fields of a task node. */
export function taskFields(input: Input, present: Task): Task {
  return {
    status: integerOf(input, 'status') ?? present.status,
    priority: integerOf(input, 'priority') ?? present.priority,
    instructions: textOf(input, 'instructions') ?? present.instructions,
    due_date: textOf(input, 'due_date') ?? present.due_date,
    start_date: textOf(input, 'start_date') ?? present.start_date,
    complete_date: textOf(input, 'complete_date') ?? present.complete_date,
    assigned_member_id: integerOf(input, 'assigned_member_id') ?? present.assigned_member_id,
    milestone_id: integerOf(input, 'milestone_id') ?? present.milestone_id,
    attachment_id: integerOf(input, 'attachment_id') ?? present.attachment_id,
  }
}
