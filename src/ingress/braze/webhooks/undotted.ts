/** The body with its fields `name.key` gathered into an object `name`, for the names that are objects. What the object itself has counts more. */
export function undotted(body: object, names: readonly string[]): object {
  const gathered = new Map<string, Map<string, unknown>>()
  const rest: [string, unknown][] = []
  for (const [field, value] of Object.entries(body)) {
    const name = names.find(candidate => field.startsWith(`${candidate}.`))
    if (name === undefined) rest.push([field, value])
    else gathered.set(name, (gathered.get(name) ?? new Map<string, unknown>()).set(field.slice(name.length + 1), value))
  }
  if (gathered.size === 0) return body
  const objects = [...gathered].map(([name, fields]): [string, unknown] => {
    const own = rest.find(([field]) => field === name)?.[1]
    return [
      name,
      typeof own === 'object' && own !== null ? { ...Object.fromEntries(fields), ...own } : Object.fromEntries(fields),
    ]
  })
  return Object.fromEntries([...rest, ...objects])
}
