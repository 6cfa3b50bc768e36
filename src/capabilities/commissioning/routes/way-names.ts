/** By which way an agreement was made, as the chooser names them. */
export const waysToMake = {
  grant: 'A grant',
  'below-open': 'Below the threshold: a competition that was advertised',
  'below-quotes': 'Below the threshold: quotes from a few',
  'below-direct': 'Below the threshold: straight to one',
  'light-competition': 'Light touch: a competition',
  'light-direct': 'Light touch: straight to one, on a ground of the Act',
  'above-competition': 'At or above the threshold: a competition',
  'above-direct': 'At or above the threshold: straight to one, on a ground of the Act',
  'psr-direct-a': 'Health care: direct award A',
  'psr-direct-b': 'Health care: direct award B',
  'psr-direct-c': 'Health care: direct award C',
  'psr-most-suitable': 'Health care: most suitable provider',
  'psr-competitive': 'Health care: competitive process',
  'section-75': 'A partnership under section 75 of the NHS Act 2006',
} as const

/** In place of a way, of a draft nobody has chosen one for. */
export const notChosenYet = 'not chosen yet'
