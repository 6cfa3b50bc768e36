import { mayPool } from './buyers.ts'
import type { Facts } from './facts.ts'
import { type Rule, rules } from './rules.ts'

/** Two answers that cannot both be, and the rule by which they cannot. */
export interface Contradiction {
  readonly between: readonly [string, string]
  readonly says: string
  readonly rule: Rule
}

interface Check extends Contradiction {
  when(facts: Facts): boolean
}

const reserves = ({ area, sme, vcse, mutual }: Facts): boolean =>
  (area !== undefined && area !== 'none') || sme === 'yes' || vcse === 'yes' || mutual === 'yes'

const checks: readonly Check[] = [
  {
    between: ['form', 'buyer'],
    says: 'You said a pool of a council and an NHS body, and that you are neither. Others pay in as whoever a grant or a contract is with.',
    rule: rules.pool,
    when: facts => facts.form === 'pool' && facts.buyer !== undefined && !mayPool(facts),
  },
  {
    between: ['form', 'owed'],
    says: 'You said it is a grant, and that a service is owed in return. A grant gives no right to a service: make it a contract, or let go of the right.',
    rule: rules.grant,
    when: ({ form, owed }) => form === 'grant' && owed === 'yes',
  },
  {
    between: ['form', 'owed'],
    says: 'You said it is a contract, and that nothing is owed in return. A contract is for something: say what is owed, or make it a grant.',
    rule: rules.grant,
    when: ({ form, owed }) => form === 'contract' && owed === 'no',
  },
  {
    between: ['form', 'concession'],
    says: 'You said it is a grant, and a concession. A concession is a contract.',
    rule: rules.grant,
    when: ({ form, concession }) => form === 'grant' && concession === 'yes',
  },
  {
    between: ['light', 'what'],
    says: 'You said it is a light touch service, and not services. Only services can be light touch.',
    rule: rules.lightTouch,
    when: ({ light, what }) => light === 'yes' && what !== undefined && what !== 'services',
  },
  {
    between: ['health', 'what'],
    says: 'You said it is health care to people, and not services. Health care is a service; goods or works beside it are bought by themselves.',
    rule: rules.selection,
    when: ({ health, what }) => health === 'yes' && what !== undefined && what !== 'services',
  },
  {
    between: ['concession', 'what'],
    says: 'You said it is a concession, and goods. A concession is for works or services.',
    rule: rules.publicContract,
    when: ({ concession, what }) => concession === 'yes' && what === 'goods',
  },
  {
    between: ['bidders', 'area'],
    says: 'You said it goes to one without asking others, and that it is kept for some. What is kept for some is a competition among them; it is no way to choose one.',
    rule: rules.reserveOrder,
    when: facts => facts.bidders === 'one' && reserves(facts),
  },
  {
    between: ['joint', 'area'],
    says: 'You said the areas of all who buy together, and that nobody buys with you.',
    rule: rules.localArea,
    when: ({ joint, area }) => area === 'combined' && joint === 'no',
  },
  {
    between: ['inside', 'area'],
    says: 'You said the whole county or London borough that you are inside, and that you are not wholly inside one.',
    rule: rules.localArea,
    when: ({ inside, area }) => area === 'county' && inside === 'no',
  },
  {
    between: ['light', 'mutual'],
    says: 'You said it is kept for public service mutuals, and that it is no light touch service. Only light touch contracts can be.',
    rule: rules.mutuals,
    when: ({ light, mutual }) => mutual === 'yes' && light === 'no',
  },
  {
    between: ['existing', 'only'],
    says: 'You said nobody provides it now, and that the provider of now is the only one that could.',
    rule: rules.selectionA,
    when: ({ existing, only }) => existing === 'no' && only === 'yes',
  },
  {
    between: ['existing', 'satisfied'],
    says: 'You said nobody provides it now, and that the provider of now does it well.',
    rule: rules.selectionC,
    when: ({ existing, satisfied }) => existing === 'no' && satisfied === 'yes',
  },
  {
    between: ['only', 'choice'],
    says: 'You said only one provider could do it, and that people choose from any number.',
    rule: rules.selectionB,
    when: ({ only, choice }) => only === 'yes' && choice === 'yes',
  },
  {
    between: ['known', 'only'],
    says: 'You said only one provider could do it, and that the most suitable cannot be found without a competition.',
    rule: rules.selectionA,
    when: ({ only, known }) => only === 'yes' && known === 'no',
  },
]

/** Every pair of answers that cannot both be. */
export const contradictionsIn = (facts: Facts): Contradiction[] =>
  checks.filter(check => check.when(facts)).map(({ between, says, rule }) => ({ between, says, rule }))
