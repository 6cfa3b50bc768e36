import { capabilities } from './capabilities.ts'
import { deliveryQueue } from './platform/facts/fact.ts'
import { noticeQueue } from './platform/notify/notice.ts'

/** Every queue there is; migrating creates them. */
export const queueNames: readonly string[] = [
  deliveryQueue,
  noticeQueue,
  ...capabilities.flatMap(capability => (capability.jobs ?? []).map(job => job.queue)),
].sort()
