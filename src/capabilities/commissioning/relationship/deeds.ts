/** Everything that can be done with an agreement, by the name it has in its address: who may, what is asked, how it is read. */
import { careDeeds } from './care-deeds.ts'
import type { Deed } from './deed.ts'
import { moneyDeeds } from './money-deeds.ts'
import { payDeeds } from './pay-deeds.ts'
import { stateDeeds } from './state-deeds.ts'

export const deeds: Readonly<Record<string, Deed>> = { ...moneyDeeds, ...payDeeds, ...careDeeds, ...stateDeeds }
