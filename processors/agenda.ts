/** Several alarms of one key: a list in its row, and one timer for the earliest. `dueAt` null: never. */
interface Item {
  readonly dueAt: number | null
}

/** When a timer fires that shall fire as soon as it can. */
export const atOnce = 0

/** The items that are due, and those that are not, each in the order in which they stand. */
export function dueIn<T extends Item>(items: readonly T[], at: number): { due: T[]; later: T[] } {
  const isDue = ({ dueAt }: Item) => dueAt !== null && dueAt <= at
  return { due: items.filter(isDue), later: items.filter(item => !isDue(item)) }
}

/** When the first of the items is due; undefined where none ever is. */
export function earliest(items: readonly Item[]): number | undefined {
  let first: number | undefined
  for (const { dueAt } of items) if (dueAt !== null && (first === undefined || dueAt < first)) first = dueAt
  return first
}

/** The timer as the items need it: set to the earliest, or cancelled. */
export function rearmed<V>(items: readonly Item[], set: (due: number) => V, cancel: () => V): V {
  const due = earliest(items)
  return due === undefined ? cancel() : set(due)
}
