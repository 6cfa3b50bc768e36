import type { ListedServiceDraft } from '../listed-service.ts'
import {
  instantField,
  isObject,
  known,
  lineField,
  type Mends,
  numberField,
  objectsOf,
  textField,
  urlField,
} from '../read-fields.ts'

/** What HSDS 3.1 added to a service (docs.openreferral.org, 2024-10-10): further addresses, and how many places there are. */

type Urls = NonNullable<ListedServiceDraft['additionalUrls']>
type Capacities = NonNullable<ListedServiceDraft['capacities']>

export function additionalUrlsOf(value: unknown, mends: Mends): { additionalUrls?: Urls } {
  const additionalUrls = objectsOf(value, 20).flatMap(each => {
    const url = urlField(each.url, 'further web address', mends)
    return url === undefined
      ? []
      : [known<Urls[number]>({ label: lineField(each.label, 'web address label', mends), url })]
  })
  return additionalUrls.length > 0 ? { additionalUrls } : {}
}

export function capacitiesOf(value: unknown, now: Date, mends: Mends): { capacities?: Capacities } {
  const capacities = objectsOf(value, 20).flatMap(each => {
    const unit = lineField(isObject(each.unit) ? each.unit.name : each.unit, 'unit of capacity', mends, 100)
    const available = numberField(each.available)
    const updatedAt = instantField(each.updated, 'date of capacity', mends, now)
    if (unit === undefined || available === undefined || available < 0 || updatedAt === undefined) {
      mends.add('capacity left out: it does not say how many of what there are, and since when')
      return []
    }
    const maximum = numberField(each.maximum)
    return [
      known<Capacities[number]>({
        unit,
        available,
        maximum: maximum !== undefined && maximum >= 0 ? maximum : undefined,
        description: textField(each.description, 'capacity description', mends),
        updatedAt: updatedAt.toISOString(),
      }),
    ]
  })
  return capacities.length > 0 ? { capacities } : {}
}
