import { CustomerCartUpdated } from '../schemas/customer-cart-updated.generated.ts'
import { CustomerConsentChanged } from '../schemas/customer-consent-changed.generated.ts'
import { CustomerProductViewed } from '../schemas/customer-product-viewed.generated.ts'
import { CustomerProfileChanged } from '../schemas/customer-profile-changed.generated.ts'
import { CustomerSignedUp } from '../schemas/customer-signed-up.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const customerEvents = stream({
  name: 'customer.events',
  key: 'the customer’s id',
  records: [
    CustomerSignedUp,
    CustomerProductViewed,
    CustomerCartUpdated,
    CustomerConsentChanged,
    CustomerProfileChanged,
  ],
  partitions: taskCount,
  retentionMs: days(30),
  why: 'Everything that happens to a customer, in one topic, so that a consent that is withdrawn and the view that follows it keep their order. Thirty days: an outage, found late, can be replayed.',
})
