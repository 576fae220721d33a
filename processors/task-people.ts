import type { OpenTask } from '../schemas/open-task.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { peopleWith, personOf, type Directory } from './audience.ts'

type Level = Flows['W2']['chain'][number]['to']
type Task = Pick<OpenTask, 'assignee' | 'candidateUsers' | 'candidateGroups'>

/** Whose task it is, by id: the assignee's, or where there is none, everybody's who may claim it. A group of the workflow service is a role of the directory. */
export function holdersOf({ assignee, candidateUsers, candidateGroups }: Task, directory: Directory): string[] {
  if (assignee !== null) return [assignee]
  const members = peopleWith(directory, { roles: candidateGroups, locations: [], units: [] })
  return [...candidateUsers, ...members.map(({ id }) => id)]
}

/** Whom a level of the escalation means, as the directory has them now: who has left is nobody. */
export function peopleAt(level: Level, task: Task, directory: Directory): string[] {
  const holders = holdersOf(task, directory).flatMap(id => personOf(directory, id) ?? [])
  const people = level === 'assignee' ? holders : holders.flatMap(one => personOf(directory, one[level] ?? '') ?? [])
  return [...new Set(people.map(({ id }) => id))].sort()
}
