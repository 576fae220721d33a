import type { WorkflowFieldChange } from '../../../../schemas/workflow-task-changed.generated.ts'

/** The fields of `names` that differ. Null and an absent value are JSON's null. */
export const fieldChanges = <T extends object>(
  before: T,
  after: T,
  names: readonly (keyof T & string)[],
): WorkflowFieldChange[] =>
  names.flatMap(field => {
    const [was, is] = [jsonOf(before[field]), jsonOf(after[field])]
    return was === is ? [] : [{ field, before: was, after: is }]
  })

/** The variables that differ, of which only hashes are remembered. */
export function variableChanges(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  texts: Readonly<Record<string, string>>,
): WorkflowFieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names
    .filter(name => before[name] !== after[name])
    .map(name => ({ field: `variables.${name}`, before: null, after: texts[name] ?? null }))
}

const jsonOf = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value))
