import { Employee } from '../../schemas/employee.generated.ts'
import { store } from '../../src/stream/define.ts'

/** By employee: and id: the staff, as their records have said so far. */
export const employees = store({
  name: 'employees',
  schema: Employee,
  expiry: 'none: one row per employee; who left stays known, so that an older change does not bring them back',
})
