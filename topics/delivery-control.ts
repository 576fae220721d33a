import { DeliveryHold } from '../schemas/delivery-hold.generated.ts'
import { DeliveryResolution } from '../schemas/delivery-resolution.generated.ts'
import { table } from '../src/stream/define.ts'

export const deliveryControl = table({
  name: 'delivery.control',
  key: 'hold/ and a destination, or resolve/, a destination, / and a delivery id',
  records: [DeliveryHold, DeliveryResolution],
  partitions: 1,
  why: 'What operators have said about deliveries, so that every process follows within a second and a restart remembers. One partition: a handful of rows, in one order.',
})
